"""Corpus, training and evaluation of the judgement. Used by people who build the model, never at run time."""
