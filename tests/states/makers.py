"""Small definitions to prove or to break, and random ones with faults left to chance."""

from itertools import pairwise
from random import Random

from states import Definition, StateDef, Text, TransitionDef, TriggerDef

PEOPLE = ("clerk", "unit_head")
ENDS = ("final", "resting")
ROLES = (*PEOPLE, "system")
CONDITIONS = ("simplified", "council_required", "vote_passed")


def text(words: str) -> Text:
    return Text(words, words)


def state(code: str, *waits_for: str, final: bool = False, resting: bool = False) -> StateDef:
    ends = final or resting
    return StateDef(
        code=code, label=text(code), short=text(code), public=text(code), tone="work", lane="unit",
        waits_for=() if ends else waits_for or ("clerk",), limit=None if ends else "unit_work",
        clock="stopped" if ends else "runs", final=final, resting=resting,
    )  # fmt: skip


def trigger(code: str) -> TriggerDef:
    return TriggerDef(
        code=code,
        label=text(code),
        batch=text(f"{code} {{n}}"),
        done=text(f"{code}: {{n}}"),
        done_one=text(code),
    )


def move(name: str, source: str, target: str, *roles: str, when: tuple[str, ...] = ()) -> TransitionDef:
    return TransitionDef(trigger=name, source=source, target=target, roles=roles or ("clerk",), when=when)


def definition(
    states: tuple[StateDef, ...],
    transitions: tuple[TransitionDef, ...],
    initial: str = "draft",
    **more: object,
) -> Definition:
    names = dict.fromkeys(item.trigger for item in transitions)
    fields: dict[str, object] = {
        "key": "sample", "version": 1, "title": text("sample"), "subject": "nomination", "initial": initial,
        "states": states, "triggers": tuple(trigger(name) for name in names), "transitions": transitions,
        **more,
    }  # fmt: skip
    return Definition(**fields)  # type: ignore[arg-type]


SOUND = definition(
    (state("draft"), state("review", "clerk", "unit_head"), state("done", final=True)),
    (
        move("send", "draft", "review"),
        move("decide", "review", "done", "clerk", "unit_head", when=("simplified",)),
        move("decide", "review", "draft", "clerk", "unit_head"),
    ),
)


def at_random(random: Random) -> Definition:
    """Two to six states and up to ten transitions; every other one grows on a way that is sound."""
    codes = ["draft", "b", "c", "d", "e", "f"][: random.randint(2, 6)]
    on_a_way = random.random() < 0.5
    kinds = ["waits"] * (len(codes) - 1) + ["final"]
    if not on_a_way:
        kinds = random.choices(("waits", "final", "resting"), (6, 3, 1), k=len(codes))
    states = tuple(
        state(code, *random.sample(PEOPLE, random.randint(1, 2)), **{kind: True} if kind in ENDS else {})
        for code, kind in zip(codes, kinds, strict=True)
    )
    way = tuple(move("on", *pair, *PEOPLE) for pair in pairwise(codes)) if on_a_way else ()
    sources = codes[:-1] if on_a_way and random.random() < 0.8 else codes
    wild = tuple(_wild(random, sources, codes) for _ in range(random.randint(0 if on_a_way else 1, 10 - len(way))))
    spare = (trigger("spare"),) if random.random() < 0.1 else ()
    names = dict.fromkeys(item.trigger for item in (*way, *wild))
    return definition(states, (*way, *wild), triggers=(*(trigger(name) for name in names), *spare))


def _wild(random: Random, sources: list[str], targets: list[str]) -> TransitionDef:
    when = random.sample(CONDITIONS, random.choices((0, 1, 2), (6, 3, 1))[0])
    roles = random.sample(ROLES, random.randint(1, 3))
    name = random.choice(("go", "back", "turn", "end"))
    return move(name, random.choice(sources), random.choice(targets), *roles, when=tuple(when))
