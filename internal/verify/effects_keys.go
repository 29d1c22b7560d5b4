package verify

import (
	"maps"
	"slices"

	"casefile/internal/record"
)

// AfterGrant adds additions[0] to epoch 1, additions[1] to epoch 2, and so on. A new key replaces
// the member's old one. It ignores additions for epochs that the docket does not have: only a
// revoke begins an epoch.
func AfterGrant(d record.Docket, additions []record.Epoch) record.Docket {
	all := ownKeys(d)
	for i, e := range additions[:min(len(additions), len(all))] {
		maps.Copy(all[i], e)
	}
	d.Keys = all
	return d
}

// AfterRevoke begins a new epoch. Everybody who has no key in the new epoch loses those of all
// older epochs: the revoked member, and recovery keys that wait for confirmation.
func AfterRevoke(d record.Docket, newEpoch record.Epoch) record.Docket {
	all := ownKeys(d)
	for _, e := range all {
		maps.DeleteFunc(e, func(m, _ string) bool { return newEpoch[m] == "" })
	}
	d.Keys = append(all, newEpoch)
	return d
}

// AfterWithdraw removes a member's wrapped keys from every epoch, and begins no new one.
func AfterWithdraw(d record.Docket, member string) record.Docket {
	all := ownKeys(d)
	for _, e := range all {
		delete(e, member)
	}
	d.Keys = all
	return d
}

// ownKeys copies a docket's keys, so that the parent's docket does not change.
func ownKeys(d record.Docket) []record.Epoch {
	all := make([]record.Epoch, len(d.Keys))
	for i, e := range d.Keys {
		all[i] = record.Epoch{}
		maps.Copy(all[i], e)
	}
	return all
}

// Outdated reports whether a wrapped key was made for another recipient than its member has now.
// Such a key opens nothing for the member. No other key may be replaced.
func (f *CaseFacts) Outdated(blob, recipient string) bool {
	return f != nil && slices.ContainsFunc(f.Keys, func(k KeyFact) bool {
		return k.Blob == blob && k.Recipient != Fingerprint(recipient)
	})
}
