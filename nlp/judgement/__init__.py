"""From an invite's words to a judgement: items, three answers each, verdict, probability, evidence."""
