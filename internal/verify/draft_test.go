package verify

import (
	"slices"
	"time"

	"casefile/internal/record"
	"casefile/internal/team"
)

// draft is a commit being made. Tests build it honestly and then spoil it.
type draft struct {
	*story
	c     Commit
	msg   Message
	files map[string]file // the whole tree
	text  string          // the message, if other than that of msg
}

// finish puts the commit into the memory.
func (d *draft) finish() {
	d.c.Message = d.text
	if d.text == "" {
		d.c.Message = d.msg.Encode()
	}
	d.mem.commits[d.c.ID] = snapshot{d.c, d.files}
}

func (d *draft) put(path, content string) { d.files[path] = file{"100644", d.mem.blob(content)} }
func (d *draft) remove(path string)       { delete(d.files, path) }

func (d *draft) dated(at time.Time) {
	d.c.Author.When, d.c.Committer.When = at, at
	d.c.Author.Zone, d.c.Committer.Zone = "+0000", "+0000"
}

// by makes somebody the author, committer and signer.
func (d *draft) by(id string) {
	m, ok := d.team().Member(id)
	if !ok {
		d.Fatalf("no member %s", id)
	}
	d.c.Signer = m.Keys[len(m.Keys)-1].Key
	for _, p := range []*Person{&d.c.Author, &d.c.Committer} {
		p.Name, p.Email = m.Name, m.Email
	}
}

func (d *draft) team() team.Team {
	t, err := team.Parse([]byte(d.mem.blobs[d.files[TeamPath].id]))
	if err != nil {
		d.Fatal(err)
	}
	return t
}

func (d *draft) roster(t team.Team) {
	d.put(TeamPath, string(t.Encode()))
	d.put(SignersPath, string(t.AllowedSigners()))
}

// member changes one member of the roster, and its version.
func (d *draft) member(id string, change func(*team.Member)) {
	t := d.team()
	t.Version++
	for i := range t.Members {
		if t.Members[i].ID == id {
			change(&t.Members[i])
		}
	}
	d.roster(t)
}

// on changes a case's docket, makes it where it is new, and names the case.
func (d *draft) on(id record.ID, change func(*record.Docket)) *draft {
	docket := &record.Docket{Case: id, Opened: record.Date{Year: 2026, Month: 1, Day: 5}}
	if f, ok := d.files[record.DocketPath(id)]; ok {
		var err error
		if docket, err = record.ParseDocket([]byte(d.mem.blobs[f.id])); err != nil {
			d.Fatal(err)
		}
	}
	if change != nil {
		change(docket)
	}
	d.put(record.DocketPath(id), string(docket.Encode()))
	d.trailers(id)
	return d
}

// trailers returns the trailers of a case, in order.
func (d *draft) trailers(id record.ID) *CaseTrailers {
	at := slices.IndexFunc(d.msg.Cases, func(c CaseTrailers) bool { return c.Case >= id })
	if at < 0 {
		at = len(d.msg.Cases)
	}
	if at == len(d.msg.Cases) || d.msg.Cases[at].Case != id {
		d.msg.Cases = slices.Insert(d.msg.Cases, at, CaseTrailers{Case: id})
	}
	return &d.msg.Cases[at]
}

func (d *draft) path(id, entry record.ID) string {
	return record.CaseFolder(id) + "/" + record.FileName(d.c.Author.When, entry, false)
}

// entry adds an entry with its trailer. Entries of one commit are added in
// the order of their IDs.
func (d *draft) entry(id, entry record.ID) *draft {
	d.put(d.path(id, entry), "age entry "+string(id)+string(entry))
	t := d.trailers(id)
	t.Entries = append(t.Entries, EntryTrailer{entry, sum(string(entry))})
	return d
}

// attach adds an attached file.
func (d *draft) attach(id, entry record.ID) *draft {
	path := record.CaseFolder(id) + "/" + record.FileName(d.c.Author.When, entry, true)
	d.put(path, "age file "+string(entry))
	t := d.trailers(id)
	t.Entries = append(t.Entries, EntryTrailer{entry, sum(string(entry))})
	return d
}

// endorse adds an endorsement of an entry.
func (d *draft) endorse(id, own, target record.ID, level, verdict string) *draft {
	d.entry(id, own)
	t := d.trailers(id)
	t.Endorses = append(t.Endorses, EndorseTrailer{target, sum(string(target)), level, verdict})
	return d
}

// epochRecipient returns a different recipient for each epoch of each case.
func epochRecipient(id record.ID, n int) string {
	return recipient(1000*int(id[0]) + n)
}

// epoch adds the recipient's file of an epoch.
func (d *draft) epoch(id record.ID, n int) *draft {
	d.put(record.EpochPath(id, n), epochRecipient(id, n)+"\n")
	return d
}
