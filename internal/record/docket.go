package record

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"casefile/internal/pattern"
)

// Status is the stage of a case's life.
type Status string

// The statuses, in the order in which a case can pass through them.
const (
	Intake      Status = "intake"
	Open        Status = "open"
	Closing     Status = "closing"
	Closed      Status = "closed"
	Transferred Status = "transferred"
	Disposing   Status = "disposing"
	Destroyed   Status = "destroyed"
)

// The blocks that keep a case from disposal or ask for a look at its dates.
const (
	BlockRecheck  = "recheck"
	BlockTransfer = "transfer"
)

var (
	statuses = []Status{Intake, Open, Closing, Closed, Transferred, Disposing, Destroyed}
	blocks   = []string{BlockRecheck, BlockTransfer}
)

// Statuses returns all of them, in that order.
func Statuses() []Status { return slices.Clone(statuses) }

// ErrDocket says that bytes are no canonical docket of format 1.
var ErrDocket = errors.New("not a canonical docket")

// ErrNewerDocket is ErrDocket of a docket of a later format.
var ErrNewerDocket = fmt.Errorf("%w", ErrDocket)

// newerFormat is a format that a later program writes.
var newerFormat = pattern.Of(`^([2-9]|[1-9][0-9]{1,8})$`)

// Docket holds the administrative facts of one case, in clear text: no name,
// no birthday, no category, no reason.
type Docket struct {
	Case         ID
	Opened       Date
	KeyWorker    string // member, or "" in an intake
	Status       Status
	ServiceEnded Date
	RetainUntil  Date
	Holds        []ID     // the entries that hold the case, sorted
	Blocks       []string // sorted subset of recheck, transfer
	Pending      ID       // the entry that endorsements must cover
	Policy       int      // version that RetainUntil was computed under; 0 for none
	Keys         []Epoch  // Keys[0] is epoch 1; never shortened
}

// Epoch lists the wrapped copies of one epoch's case key: member to blob id.
// An emptied epoch has none.
type Epoch map[string]string

// Members of the epoch, sorted.
func (e Epoch) Members() []string {
	out := make([]string, 0, len(e))
	for m := range e {
		out = append(out, m)
	}
	slices.Sort(out)
	return out
}

// Newest returns the number of the newest epoch, from 1.
func (d *Docket) Newest() int { return len(d.Keys) }

// Pends reports whether a docket can wait for the endorsement of an entry of a kind: such an entry
// is endorsed only while the docket names it as pending.
func Pends(kind string) bool {
	return kind == KindClosure || kind == KindDisposal || kind == KindErasure
}

// Readers of the newest epoch, sorted.
func (d *Docket) Readers() []string {
	if len(d.Keys) == 0 {
		return nil
	}
	return d.Keys[len(d.Keys)-1].Members()
}

// Reads reports whether a member can read what is recorded now.
func (d *Docket) Reads(member string) bool {
	if len(d.Keys) == 0 {
		return false
	}
	_, ok := d.Keys[len(d.Keys)-1][member]
	return ok
}

// Blocked reports whether a block is set.
func (d *Docket) Blocked(block string) bool { return slices.Contains(d.Blocks, block) }

// WithBlock returns the docket with a block added.
func (d Docket) WithBlock(block string) Docket {
	d.Blocks = sortedWith(d.Blocks, block)
	return d
}

// WithoutBlock returns the docket with a block removed.
func (d Docket) WithoutBlock(block string) Docket {
	d.Blocks = sortedWithout(d.Blocks, block)
	return d
}

// OnHold reports whether any entry holds the case.
func (d *Docket) OnHold() bool { return len(d.Holds) > 0 }

// HeldBy reports whether the docket names an entry as one that holds the case.
func (d *Docket) HeldBy(hold ID) bool { return slices.Contains(d.Holds, hold) }

// Marks returns the marks of a case in a list: a hold, and its blocks.
func (d *Docket) Marks() []string {
	if !d.OnHold() {
		return d.Blocks
	}
	return append([]string{"hold"}, d.Blocks...)
}

// WithHold returns the docket with an entry that holds the case.
func (d Docket) WithHold(hold ID) Docket {
	d.Holds = sortedWith(d.Holds, hold)
	return d
}

// WithoutHold returns the docket with a hold released.
func (d Docket) WithoutHold(hold ID) Docket {
	d.Holds = sortedWithout(d.Holds, hold)
	return d
}

// sortedWith returns a copy of a sorted list that has x too, once.
func sortedWith[T ~string](list []T, x T) []T {
	if slices.Contains(list, x) {
		return list
	}
	list = append(slices.Clone(list), x)
	slices.Sort(list)
	return list
}

// sortedWithout returns a copy of the list that lacks x.
func sortedWithout[T ~string](list []T, x T) []T {
	return slices.DeleteFunc(slices.Clone(list), func(y T) bool { return y == x })
}

// Encode returns the docket's only valid bytes.
func (d *Docket) Encode() []byte {
	b := bytes.NewBuffer(make([]byte, 0, 512))
	d.head(b)
	for i, e := range d.Keys {
		docketLine(b, "keys."+strconv.Itoa(i+1), e.encode())
	}
	return b.Bytes()
}

// Head returns the docket without the lines of its keys, which are most of it.
func (d *Docket) Head() []byte {
	b := bytes.NewBuffer(make([]byte, 0, 192))
	d.head(b)
	return b.Bytes()
}

func (d *Docket) head(b *bytes.Buffer) {
	line := func(key, value string) { docketLine(b, key, value) }
	line("format", "1")
	line("case", string(d.Case))
	line("opened", d.Opened.String())
	line("key_worker", d.KeyWorker)
	line("status", string(d.Status))
	line("service_ended", d.ServiceEnded.String())
	line("retain_until", d.RetainUntil.String())
	line("holds", idList(d.Holds))
	line("blocks", strings.Join(d.Blocks, " "))
	line("pending", string(d.Pending))
	line("policy", policyText(d.Policy))
}

func docketLine(b *bytes.Buffer, key, value string) {
	if value == "" {
		value = "~"
	}
	b.WriteString(key)
	b.WriteString(": ")
	b.WriteString(value)
	b.WriteByte('\n')
}

func idList(ids []ID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = string(id)
	}
	return strings.Join(words, " ")
}

func policyText(version int) string {
	if version == 0 {
		return ""
	}
	return strconv.Itoa(version)
}

func (e Epoch) encode() string {
	var b strings.Builder
	for i, m := range e.Members() {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(m)
		b.WriteByte('=')
		b.WriteString(e[m])
	}
	return b.String()
}

// DocketPath returns the path of a case's docket in the tree.
func DocketPath(id ID) string { return "cases/" + id.Shard() + "/" + string(id) + ".yaml" }

// CaseFolder returns the folder of a case's epochs and entries, with no slash at its end.
func CaseFolder(id ID) string { return "cases/" + id.Shard() + "/" + string(id) }

// EpochPath returns the path of an epoch's recipient.
func EpochPath(id ID, epoch int) string {
	return fmt.Sprintf("%s/epoch-%d.pub", CaseFolder(id), epoch)
}
