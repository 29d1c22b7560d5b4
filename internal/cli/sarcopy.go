package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"casefile/internal/access"
	"casefile/internal/casebook"
	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// sarRequest is an open request with the decisions about its copy.
type sarRequest struct {
	c       *cases.Case
	request *cases.Access
	agency  access.Agency
	decided access.Decided
}

// requestOf finds the open request and the decisions about it.
func requestOf(ctx context.Context, app *App, b *casebook.Book, id record.ID, o sarOptions) (
	sarRequest, error,
) {
	c, err := b.Case(ctx, id)
	if err != nil {
		return sarRequest{}, err
	}
	warnCase(app, c)
	r, err := openRequest(c, o)
	if err != nil {
		return sarRequest{}, err
	}
	return decidedOn(b, c, r)
}

func decidedOn(b *casebook.Book, c *cases.Case, r *cases.Access) (sarRequest, error) {
	s := sarRequest{c: c, request: r, agency: agencyOf(b)}
	var err error
	s.decided, err = access.DecisionsOn(c, r, s.agency)
	return s, refusedOf(err, s.named())
}

// openRequest returns the only open request, or the one that --request names.
func openRequest(c *cases.Case, o sarOptions) (*cases.Access, error) {
	prefix := ""
	if o.request != "" {
		var err error
		_, entry, crossing := strings.Cut(o.request, "/") // the form in which requests are listed
		if !crossing {
			entry = o.request
		}
		if prefix, err = record.ParsePrefix(entry); err != nil {
			return nil, usage("--request: %v", err)
		}
	}
	r, err := access.OpenRequest(c, prefix)
	return r, refused(err)
}

func agencyOf(b *casebook.Book) access.Agency {
	a := access.Agency{Policy: b.Policy()}
	for _, m := range b.Team().Members {
		a.Members = append(a.Members, access.Member{ID: m.ID, Name: m.Name, Manager: m.Endorses()})
	}
	return a
}

// copyMaker collects the parts from which a copy is made, as the record stood at an instant.
func (s sarRequest) copyMaker(ctx context.Context, b *casebook.Book,
	decisions []disclose.Decision, asAt time.Time,
) (access.CopyMaker, error) {
	m := access.CopyMaker{Case: s.c, Request: s.request, Agency: s.agency, Decided: decisions,
		AsAt: asAt}
	var err error
	if m.Docket, err = b.Docket(ctx, s.c.ID); err != nil {
		return m, err
	}
	if m.Items, err = b.Items(ctx, m.Docket); err != nil {
		return m, err
	}
	_, err = b.EachDocketHere(ctx, func(d *record.Docket) error {
		if d.Case != s.c.ID {
			m.Cases = append(m.Cases, d.Case)
		}
		return nil
	})
	if err != nil {
		return m, err
	}
	m.Open = b.Opener(ctx, m.Docket.Case)
	m.Kinds, err = b.Kinds(ctx)
	return m, err
}

// refused adds the command that helps to a refusal for want of a request.
func refused(err error) error {
	no, ok := errors.AsType[*access.Refusal](err)
	if !ok {
		return err
	}
	return refusedOf(err, no.Entry.Case.String())
}

// named returns the arguments that name this request in a command.
func (s sarRequest) named() string { return access.Argument(s.c, s.request) }

// refusedOf adds the command that helps to a refusal. which holds its arguments.
func refusedOf(err error, which string) error {
	no, ok := errors.AsType[*access.Refusal](err)
	if !ok {
		return err
	}
	if errors.Is(err, access.ErrDecision) {
		return withHint(err, "casefile amend %s", no.Entry)
	}
	sort := casebook.ErrState
	if no.Stands() {
		sort = errConflict
	}
	err = fmt.Errorf("%w%w", errSilent{sort}, err)
	switch no.Cause {
	case access.ErrAnswer:
		return withHint(err, "casefile sar decide %s, with entry: %s and do: answer, or "+
			"casefile sar close %s --outcome refused", which, no.Entry.Entry, which)
	case access.ErrAnswerWaits:
		return withHint(err, "casefile endorse %s", no.Entry)
	case access.ErrChanged:
		return withHint(err, "casefile sar draft %s makes a new one, in another folder", which)
	case access.ErrNoRequest:
		return withHint(err, "casefile sar open %s records one", no.Entry.Case)
	case access.ErrSeveral:
		return withHint(err, "say which with --request ENTRY; casefile sar %s lists them",
			no.Entry.Case)
	case access.ErrIdentity:
		return withHint(err, "casefile amend %s, with identity: confirmed and identity_received_on",
			no.Entry)
	case access.ErrUnknown:
		return withHint(err, "casefile amend %s", no.Entry)
	case access.ErrUnanswered:
		return withHint(err, "casefile sar clarify %s, with the same asked_on, and answered_on",
			which)
	case access.ErrWaiting:
		return withHint(err, "casefile endorse %s", no.Entry)
	case access.ErrUncovered:
		return withHint(err, "casefile sar decide %s", which)
	}
	return err
}
