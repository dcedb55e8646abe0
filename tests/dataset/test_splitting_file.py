"""A split from a file: who is named how, and what each bad line gets told."""

from pathlib import Path

import pytest

from annotator.dataset.splitting.policy import By, Policy
from annotator.dataset.splitting.splits import Splits
from annotator.errors import InputError
from tests.dataset.splitting import QUOTE, Memory, audited, bundle, by_digest, prose, record, split, untouched

ONE = bundle(prose(1), path="one.txt", story="a")
TWO = bundle(prose(2), path="two.txt", story="a", others=[{"path": "copy.txt"}])
THREE = bundle(prose(3), path="three.txt")
SOME = (ONE, TWO, THREE)


def policy(tmp_path: Path, text: str | bytes, name: str = "split.csv") -> Policy:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Policy(By.FILE, file=path)


def parts(made: Splits) -> list[str | None]:
    return [made.part(one.digest) for one in SOME]


@pytest.mark.parametrize(
    "lines",
    [
        f"article,split\n{ONE.digest},train\n{TWO.digest},test\n",
        f"article,split\r\n{ONE.digest[:12]},Training\r\n{TWO.digest[:20]}, TEST \r\n",
        "\ufeffsplit,article,why\ntrain,one.txt,x\ntest,copy.txt,\n",
        'article,split\n"one.txt",train\n"two.txt","test"\none.txt,train\n',
    ],
)
def test_articles_are_named_by_digest_beginning_or_path(tmp_path: Path, lines: str) -> None:
    made = split(SOME, policy(tmp_path, lines))
    assert parts(made) == ["train", "test", None]
    assert made.why(THREE.digest) == "the file of the split does not name it"
    assert made.describe()["left_out"] == {"the file of the split does not name it": 1}
    assert made.describe()["warnings"] == []


def test_a_story_names_all_its_articles_and_lines_may_be_json(tmp_path: Path) -> None:
    lines = '{"article": "a", "split": "dev"}\n\n{"article": "three.txt", "split": "train", "n": 1}\n'
    assert parts(split(SOME, policy(tmp_path, lines, "split.jsonl"))) == ["validation", "validation", "train"]


def test_whole_digests_need_no_look_at_the_articles(tmp_path: Path) -> None:
    wish = policy(tmp_path, f"article,split\n{ONE.digest},train\n{'0' * 64},test\n")
    made = Splits.of(Memory(), wish, untouched(), [one.digest for one in SOME])
    assert parts(made) == ["train", None, None]
    assert made.describe()["warnings"] == [
        f"{wish.file}, line 3: no article here is called {'0' * 64}; they are passed over"
    ]
    assert made.plan.startswith("file; sha256 ")


def test_unknown_names_are_told_in_one_sentence(tmp_path: Path) -> None:
    wish = policy(tmp_path, "article,split\none.txt,train\nnone.txt,test\nnobody.txt,test\n")
    assert split(SOME, wish).describe()["warnings"] == [
        f"{wish.file}, line 3: no article here is called none.txt and 1 more; they are passed over"
    ]


def test_nothing_is_kept_of_a_file(tmp_path: Path) -> None:
    memory = Memory()
    split(SOME, policy(tmp_path, "article,split\none.txt,train\n"), memory)
    assert not any(memory.plans.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "article,split\none.txt,train\none.txt,test\n",
            "line 3: one.txt is to be in test, and in train by line 2",
        ),
        (
            "article,split\none.txt,train\na,test\n",
            f"article {ONE.digest[:12]} is to be in train by line 2 (one.txt) and test by line 3 (a)",
        ),
        (
            "article,split\none.txt,training set\n",
            "line 2: “training set” is no split; write train, validation",
        ),
        ("article,split\none.txt\n", "line 2: “” is no split"),
        ("article,split\n,train\n", "line 2: it names no article"),
        ("article,part\none.txt,train\n", "line 2: there is no `split`"),
        ("article,split\n", "names no article"),
        ("", "names no article"),
        ('article,split\n"one.txt,train\n', "this is no CSV"),
        (b"article,split\n\xff,train\n", "is not in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_by_line(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(InputError) as caught:
        split(SOME, policy(tmp_path, text))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "line", ["[1]", "{", '"a"', '{"article": 5, "split": "train"}', '{"split": "train"}']
)
def test_a_line_that_is_no_object_with_both_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match="line 2: "):
        split(SOME, policy(tmp_path, '{"article": "one.txt", "split": "train"}\n' + line, "split.jsonl"))


def test_other_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"neither \.csv nor \.jsonl"):
        split(SOME, policy(tmp_path, "", "split.txt"))
    with pytest.raises(InputError, match="cannot be read"):
        split(SOME, Policy(By.FILE, file=tmp_path / "none.csv"))


def test_the_audit_compares_the_texts_of_such_a_split(tmp_path: Path) -> None:
    words = prose(9).split()
    copy = bundle(" ".join(["Today", *words[1:]]), path="copy.txt")
    quoting = [bundle(prose(n), record(QUOTE), path=f"{n}.txt") for n in (4, 5)]
    some = [bundle(" ".join(words), path="main.txt"), copy, *quoting, THREE]
    lines = "article,split\nmain.txt,train\ncopy.txt,test\n4.txt,train\n5.txt,validation\nthree.txt,train\n"
    made = split(some, policy(tmp_path, lines))
    leaks = {leak["kind"]: leak for leak in audited(made, some)}
    assert list(leaks) == ["near-duplicate", "quote"]
    assert leaks["near-duplicate"]["articles"] == [one.digest for one in by_digest(some[:2])]
    assert sorted(leaks["near-duplicate"]["parts"]) == ["test", "train"]
    assert leaks["quote"]["what"] == QUOTE
