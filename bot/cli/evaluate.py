"""`potluck evaluate`: how well the shipped judge, or the finder of own words, does on labelled lines."""

from __future__ import annotations

import argparse

from bot.adapters.language import evaluate_judging, evaluate_own_words


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("evaluate", help="measure judging, or own words, on labelled JSON lines")
    parser.add_argument("file", metavar="FILE.jsonl", help="shape of nlp/project/corpus/")
    parser.add_argument("--own-words", action="store_true", help="the lines are people's own words after a meeting")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="with --own-words: list N texts with errors")
    parser.add_argument("--plots", metavar="FOLDER", help="draw precision and recall, and reliability, as PNG")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.own_words:
        return evaluate_own_words(args.file, errors=args.errors)
    return evaluate_judging(args.file, plots=args.plots)
