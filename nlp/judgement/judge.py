"""The judge: one call from an invite to a judgement."""

from __future__ import annotations

from functools import lru_cache

from nlp.results import Invite, Judgement

DEFAULT_THRESHOLD = 0.9


class Judge:
    """Interim: calls everything unclear until the pipeline is trained."""

    def judge(self, invite: Invite) -> Judgement:
        """Judge one invite."""
        return Judgement(text=invite.body or invite.subject, verdict="unclear", p=0.0, why_unclear="no_agenda")


@lru_cache(maxsize=1)
def load() -> Judge:
    """The shipped judge, loaded once a process."""
    return Judge()
