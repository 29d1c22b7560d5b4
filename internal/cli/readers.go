package cli

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func newReadersCommand(app *App) *cobra.Command {
	var of string
	cmd := &cobra.Command{
		Use: "readers CASE [grant MEMBER... | revoke MEMBER]", GroupID: "manage",
		Short: "Who can read a case; let people in, or take one out",
		Long: `Who can read a case, since when, and who once could. It needs no key. It says who
could read, never who did.

  casefile readers CASE                    the list
  casefile readers CASE grant MEMBER...    let people in, to all that you can read yourself
  casefile readers CASE revoke MEMBER      take somebody out
  casefile readers grant MEMBER --of WORKER    let somebody into all cases of a key worker
  casefile readers revoke MEMBER --of WORKER   take somebody out of all of them
  casefile readers review                  the cases whose readers need a look

After a revoke, somebody can't read what is recorded from then on. They could read what
was recorded before, and may have copied it. The word grant or revoke may also come
first: casefile readers grant CASE MEMBER...`,
		Example: `  # who can read the case
  casefile readers K3F9-27QM
  # let ben in
  casefile readers K3F9-27QM grant ben
  # take ben away
  casefile readers K3F9-27QM revoke ben`,
		Args: arguments(1, -1, "CASE, and then perhaps grant MEMBER... or revoke MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if of != "" {
				return runReadersOf(app, cmd, args, of)
			}
			typed, verb, members, err := readersWords(args)
			if err != nil {
				return withHint(err, "%s --help", cmd.CommandPath())
			}
			return withCase(cmd.Context(), app, typed, func(b *casebook.Book, id record.ID) error {
				switch verb {
				case "grant":
					return runGrant(cmd.Context(), app, b, id, members)
				case "revoke":
					return runRevoke(cmd.Context(), app, b, id, members[0])
				}
				return runReaders(cmd.Context(), app, b, id)
			})
		},
	}
	cmd.Flags().StringVar(&of, "of", "", "with grant or revoke: all cases whose key worker this "+
		"`member` is")
	cmd.AddCommand(newReadersReview(app))
	return asksCase(app, cmd, caseArg{lacks: unlessFlag("of"), confirms: changesReaders})
}

// changesReaders reports whether the arguments give or take access.
func changesReaders(_ *cobra.Command, args []string) bool { return len(args) > 1 }

// readersWords parses the arguments. The verb may follow the case or precede it: no case has the ID
// of a verb.
func readersWords(args []string) (typed, verb string, members []string, err error) {
	isVerb := func(s string) bool { return s == "grant" || s == "revoke" }
	args = slices.Clone(args)
	if len(args) > 1 && isVerb(args[0]) {
		args[0], args[1] = args[1], args[0]
	}
	if len(args) == 1 && !isVerb(args[0]) {
		return args[0], "", nil, nil
	}
	verb = args[min(1, len(args)-1)]
	switch n := len(args) - 2; {
	case !isVerb(verb):
		err = usage("readers knows grant and revoke, not %q", verb)
	case n < 1:
		err = usage("%s needs a case and a member", verb)
	case verb == "revoke" && n > 1:
		err = usage("revoke takes one member away at a time")
	}
	if err != nil {
		return "", "", nil, err
	}
	return args[0], verb, args[2:], nil
}

func runGrant(ctx context.Context, app *App, b *casebook.Book, id record.ID,
	members []string,
) error {
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	if err := ready(ctx, app, b, casebook.GrantRight(d, members), id); err != nil {
		return err
	}
	if err := knownMembers(b, members); err != nil {
		return err
	}
	g, err := b.Grant(ctx, id, members)
	if err != nil {
		return readersHint(err, id)
	}
	if app.global.json {
		fields := doneFields(g.Done)
		fields["granted"], fields["already"], fields["missing_epochs"] = g.Members,
			orEmpty(g.Already), orEmpty(g.Missing)
		return app.document("readers-grant", fields)
	}
	app.print("%s  can now be read by %s", id, record.Enumerated(g.Members))
	if len(g.Already) > 0 {
		app.say("note: %s could read it already", record.Enumerated(g.Already))
	}
	if len(g.Missing) > 0 {
		app.say("note: entries of epoch %s don't open for you, so you could not hand them on",
			numbers(g.Missing))
	}
	return nil
}

func runRevoke(ctx context.Context, app *App, b *casebook.Book, id record.ID, member string) error {
	if err := knownMembers(b, []string{member}); err != nil {
		return err
	}
	if err := ready(ctx, app, b, b.RevokeRight(member), id); err != nil {
		return err
	}
	r, err := b.Revoke(ctx, id, member)
	if err != nil {
		return readersHint(err, id)
	}
	if app.global.json {
		fields := doneFields(r.Done)
		fields["revoked"], fields["entries_read"], fields["files_read"] = r.Member, r.Entries,
			r.Files
		return app.document("readers-revoke", fields)
	}
	could := record.Plural(r.Entries, "entry", "entries")
	if r.Files > 0 {
		could += " and " + record.Counted(r.Files, "attached file")
	}
	app.print("%s  taken from %s: closed to them is only what is recorded from now on", id,
		r.Member)
	app.print("%s could read %s recorded up to now; what they copied, they keep", r.Member, could)
	for _, m := range r.Left {
		app.say("note: %s has left the team, and has keys of the case still: casefile readers %s "+
			"revoke %s", m, id, m)
	}
	return nil
}

func knownMembers(b *casebook.Book, members []string) error {
	for _, m := range members {
		if _, ok := b.Team().Member(m); !ok {
			return withHint(notFound("no member %q", m), "casefile team lists the members")
		}
	}
	return nil
}

// readersHint adds the command that lists the readers, if that list explains the refusal.
func readersHint(err error, id record.ID) error {
	if errors.Is(err, casebook.ErrState) || errors.Is(err, casebook.ErrNotFound) {
		return withHint(err, "casefile readers %s shows who can read it", id)
	}
	return err
}
