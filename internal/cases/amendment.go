package cases

import (
	"cmp"
	"time"

	"casefile/internal/record"
)

// amendment is the effect of a text that would amend another.
type amendment string

const (
	amends           amendment = "takes its place"
	amendsBeside     amendment = "stands beside it"
	amendsUnlawful   amendment = "may not"
	amendsUnreasoned amendment = "gives no reason"
)

// amending judges an amendment by the roster and the readers at the commit of the new text. The
// person who recorded the first text may correct it. So may anybody who could read the case and add
// to it then, if they give a reason. A text without a history, such as a plain file, has no
// readers: only its author may amend it. Another person's words never replace a concern: both
// stand.
func amending(to, it *Item) amendment {
	own := to.raisedBy() == it.raisedBy()
	switch {
	case !it.MayAdd && (!own || it.signer() != it.author()):
		return amendsUnlawful
	case !own && it.Str("amend_reason") == "":
		return amendsUnreasoned
	case !own && to.Kind == record.KindConcern:
		return amendsBeside
	}
	return amends
}

// signer returns the member who signed the commit. That is not the author where work was adopted.
func (it *Item) signer() string { return cmp.Or(it.Signer, it.author()) }

// raisedBy returns the person whose words a text holds. That is its author or, if it was filed from
// an intake here, the person who recorded it there. Only origins that the history confirms count,
// so nobody can put a text under another's name.
func (it *Item) raisedBy() string {
	if it.Filed {
		return it.Origin[0].By
	}
	return it.author()
}

// Amender returns the author and the time of the text that replaced an earlier one, even if that
// text was erased since. ok is false if the text was never amended.
func (t *Thread) Amender() (member string, at time.Time, ok bool) {
	if !t.amended() {
		return "", time.Time{}, false
	}
	return t.raisedBy(), t.FirstRecorded(), true
}

// amended reports whether a text stands in the place of an earlier one.
func (t *Thread) amended() bool { return t != nil && len(t.History)+len(t.erased) > 0 }

// Amender returns the same of the text of a row.
func (r Row) Amender() (member string, at time.Time, ok bool) {
	if r.Item == nil {
		return "", time.Time{}, false
	}
	return (&Thread{Item: r.Item, History: r.History, erased: r.erased}).Amender()
}

// KeptBeside reports whether a member's amendment of a text would stand beside it: a concern
// of somebody else's is never replaced.
func (it *Item) KeptBeside(member string) bool {
	return it.Kind == record.KindConcern && it.raisedBy() != member
}
