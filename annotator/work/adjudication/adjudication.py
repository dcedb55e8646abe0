"""One person settles what several people do not agree on: the verbs, for any face."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from annotator.model import Change, Quote, VerdictKind
from annotator.work.adjudication.fields import CUE, SOURCE, WORDS
from annotator.work.adjudication.opening import Opening
from annotator.work.adjudication.versions import Cluster
from annotator.work.session import NotNow

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SPANS = (WORDS, CUE, SOURCE)


class Adjudication(Opening):
    """The verbs of settling, and all of annotating.

    Versions of the chosen quote are named by letters; `field` is the one of its fields that is in focus.
    """

    accepting, rejecting = "take a version", "reject a quote"
    _focus: tuple[str, str] = ("", "")  # (key of a cluster, field)

    # What is in view

    @property
    def cluster(self) -> Cluster | None:
        """The versions of the chosen quote."""
        return self.versions.cluster_of(self.quote) if self.quote is not None else None

    def letter(self, person: str) -> str:
        """What a person's versions are called in this article."""
        return LETTERS[self.versions.people.index(person) % len(LETTERS)]

    def columns(self, cluster: Cluster) -> list[str]:
        """The fields in which versions, or gold and a version, differ; in order."""
        gold = self.versions.gold(cluster)
        quotes = [*cluster.quotes.values(), *([self.versions.whole(gold)] if gold is not None else [])]
        return self.versions.fields.differing(quotes)

    @property
    def field(self) -> str:
        """The field in focus; empty: the quote as a whole."""
        cluster = self.cluster
        key, name = self._focus
        return name if cluster is not None and cluster.key == key else ""

    def focus(self, by: int) -> None:
        """Put the next field in which versions differ in focus, or all of the quote again."""
        cluster = self._chosen_cluster()
        names = ["", *self.columns(cluster)]
        if len(names) == 1:
            raise NotNow("all versions of this quote say the same")
        at = names.index(self.field) if self.field in names else 0
        self._focus = cluster.key, names[(at + by) % len(names)]

    def look_at(self, by: int) -> None:
        """Show the next or previous version in the article."""
        cluster = self._chosen_cluster()
        people = list(cluster.quotes)
        self._let_show(cluster, people[(people.index(cluster.shown) + by) % len(people)])

    def _let_show(self, cluster: Cluster, person: str) -> None:
        was_open = self.quote is not None and self.is_proposal(self.quote)
        self.versions.show(cluster, person)
        if was_open:
            self.selected = cluster.quote.id

    def _chosen_cluster(self) -> Cluster:
        if self.quote is None:
            raise NotNow("no quote is selected; j goes to the next sentence")
        found = self.cluster
        if found is None:
            raise NotNow("this quote is yours alone: nobody else marked it")
        return found

    def choose_at(self, offset: int) -> None:
        """Choose the quote here of which a version begins at `offset`, if one does."""
        for cluster in self.versions.clusters:
            if any(quote.start == offset for quote in cluster.quotes.values()):
                gold = self.versions.gold(cluster)
                chosen = gold.id if gold is not None else cluster.quote.id
                if self.find(chosen) is not None:
                    self.selected = chosen
                return

    # Taking

    def take_from(self, letter: str) -> str:
        """Take somebody's version, or only its field in focus; what was done, in words."""
        people = self.versions.people
        number = LETTERS.index(letter)
        cluster = self._chosen_cluster()
        person = people[number] if number < len(people) else None
        if person is None or person not in cluster.seen:
            raise NotNow(f"nobody here is {letter}")
        if person not in cluster.quotes:
            return self._take_nothing(cluster, letter)
        if self.field:
            return self._take_field(cluster.quotes[person], letter)
        self._let_show(cluster, person)
        self._take_whole(cluster.quotes[person], self.accepting)
        return f"taken from {letter}"

    def take_shown(self) -> str:
        """Take the version that is shown, or of it the field in focus."""
        return self.take_from(self.letter(self._chosen_cluster().shown))

    def _take_nothing(self, cluster: Cluster, letter: str) -> str:
        """Somebody saw it and marked nothing: that is what is taken."""
        if self.field:
            raise NotNow(f"{letter} marked nothing here")
        gold = self.versions.gold(cluster)
        if gold is not None:
            self.selected = gold.id
            self.delete()
        else:
            self.reject()
        return f"rejected, as {letter} marked nothing"

    def _take_field(self, version: Quote, whose: str) -> str:
        name = self.field
        fields = self.versions.fields
        self.edit(f"take the {name} of a version", fields.put(self.chosen(), name, self.taken(version)))
        return f"the {name} of {whose} was taken"

    def _take_whole(self, version: Quote, says: str) -> None:
        quote = self.chosen()
        if self.is_proposal(quote):
            self.take(says, self.taken(version))
            return
        new = replace(self.taken(version), id=quote.id, parent=quote.parent)
        self.edit(says, new)
        self._keep(says)

    def take_majority(self) -> str:
        """Take what most of them say: the whole quote, or only the field in focus."""
        cluster = self._chosen_cluster()
        if not self.field and 2 * len(cluster.quotes) <= len(cluster.seen):
            if 2 * len(cluster.quotes) == len(cluster.seen):
                raise NotNow("half of them marked it, half did not: there is no majority")
            self._take_nothing(cluster, "the majority")
            return "rejected, as most marked nothing"
        quotes = list(cluster.quotes.values())
        chosen = {name: _most(quotes, name, self) for name in cluster.differing}
        if self.field:
            version = chosen.get(self.field)
            if version is None:
                raise NotNow(f"there is no majority on the {self.field}")
            return self._take_field(version, "most")
        return self._take_most(cluster, chosen)

    def _take_most(self, cluster: Cluster, chosen: "dict[str, Quote | None]") -> str:
        """Every field as most have it; without a majority a label stays open, and spans are as shown."""
        fields, open_ = self.versions.fields, [name for name, found in chosen.items() if found is None]
        if open_ and len(cluster.quotes) == 2:
            raise NotNow(f"two of them differ in {', '.join(open_)}: there is no majority")
        version = cluster.quote
        for name, found in chosen.items():
            if found is not None:
                version = fields.put(version, name, found)
            elif name not in _SPANS:
                version = fields.put(
                    version, name, replace(version, speakers=(), via=(), labels=(), about=None)
                )
        self._take_whole(version, "take what most say")
        return "taken from most" + (f"; no majority on {', '.join(open_)}" if open_ else "")

    # Going on

    def accept(self) -> None:
        """Take the version that is shown; of a quote that is settled: leave it as it is, whatever is new."""
        if self.quote is not None and not self.is_proposal(self.quote):
            if not self._keep("leave a quote as it is"):
                raise NotNow("this quote is settled; A, B and C take another version of it")
            return
        super().accept()

    def _keep(self, says: str) -> bool:
        """Judge what is new of the chosen quote by it, as it stands."""
        cluster, quote = self.cluster, self.own_quote
        if cluster is None or quote is None or not cluster.new:
            return False
        versions = [cluster.quotes[person] for person in cluster.new]
        self.act(says, [x for q in versions for x in self.passed(q, self.versions.verdict(quote, q))])
        return True

    def finish(self) -> bool:
        """Go on: take the version that is shown, or leave a settled quote as it is; then to what is open."""
        if self.own_quote is not None:
            self._keep("leave a quote as it is")
            golds = (self.versions.gold(cluster) for cluster in self.versions.pending(self.at))
            left = next((gold for gold in golds if gold is not None), None)
            if left is not None:
                self.selected = left.id
                return True
        return super().finish()

    def _rejected(self, proposal: Quote) -> list[Change]:
        cluster = self.versions.of[proposal.id]
        return [x for q in cluster.quotes.values() for x in self.passed(q, VerdictKind.REJECTED)]

    def _proposed_after(self, quote: Quote) -> list[Quote]:
        others = [p for p in self.desk.proposed_in(self.at) if p.id != quote.id]
        return sorted(others, key=lambda p: (p.start < quote.start, p.start, -p.end))


def _most(quotes: Sequence[Quote], name: str, work: Adjudication) -> Quote | None:
    """A version that says in a field what more than half say."""
    values = [work.versions.fields.values(quote)[name] for quote in quotes]
    value, count = Counter(values).most_common(1)[0]
    return quotes[values.index(value)] if 2 * count > len(quotes) else None
