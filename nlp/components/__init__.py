"""Named spaCy components of the judgement pipeline; `nlp.registrations` lists their factories."""
