package verify

import (
	"maps"
	"slices"

	"casefile/internal/record"
)

// AfterGrant lists additions[0] in epoch 1, and so on; a key of somebody who has
// one takes its place. Epochs that the docket does not have get nothing: only a
// revoke begins one.
func AfterGrant(d record.Docket, additions []record.Epoch) record.Docket {
	all := ownKeys(d)
	for i, e := range additions[:min(len(additions), len(all))] {
		maps.Copy(all[i], e)
	}
	d.Keys = all
	return d
}

// AfterRevoke begins a new epoch, whose key those who stay are given, and takes the wrapped
// keys of everybody else out of all the others: a member's, and those of recovery keys that
// do not count.
func AfterRevoke(d record.Docket, newEpoch record.Epoch) record.Docket {
	all := ownKeys(d)
	for _, e := range all {
		maps.DeleteFunc(e, func(m, _ string) bool { return newEpoch[m] == "" })
	}
	d.Keys = append(all, newEpoch)
	return d
}

// AfterWithdraw takes a member's wrapped keys out of every epoch, and begins none.
func AfterWithdraw(d record.Docket, member string) record.Docket {
	all := ownKeys(d)
	for _, e := range all {
		delete(e, member)
	}
	d.Keys = all
	return d
}

// ownKeys copies a docket's keys, so that the parent's docket stays as it was.
func ownKeys(d record.Docket) []record.Epoch {
	all := make([]record.Epoch, len(d.Keys))
	for i, e := range d.Keys {
		all[i] = record.Epoch{}
		maps.Copy(all[i], e)
	}
	return all
}

// Outdated reports whether a wrapped key was made for another recipient than its
// member has now. Such a key opens nothing for them any more, and only such a
// key may be replaced.
func (f *CaseFacts) Outdated(blob, recipient string) bool {
	return f != nil && slices.ContainsFunc(f.Keys, func(k KeyFact) bool {
		return k.Blob == blob && k.Recipient != Fingerprint(recipient)
	})
}
