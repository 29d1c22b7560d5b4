package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/team"
)

type memberOptions struct {
	id, name, email, lineManager string
	roles                        []string
}

func newTeamCommand(app *App) *cobra.Command {
	cmd := &cobra.Command{
		Use: "team", Short: "Who belongs to the team, with which roles; a senior manager changes it", GroupID: "setup",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return needSubcommand(cmd, args)
			}
			return withBook(cmd.Context(), app, func(b *casebook.Book) error { return printTeam(app, b.Team().Members, b.Today().String()) })
		},
	}
	show := &cobra.Command{Use: "show MEMBER", Short: "Show one member", Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withBook(cmd.Context(), app, func(b *casebook.Book) error {
				m, ok := b.Team().Member(args[0])
				if !ok {
					return withHint(notFound("no member %q", args[0]), "casefile team lists the members")
				}
				return printTeam(app, []team.Member{m}, b.Today().String())
			})
		}}
	cmd.AddCommand(show, newTeamAdd(app), newTeamSet(app), newTeamUpdate(app), newTeamLeave(app))
	return cmd
}

func newTeamAdd(app *App) *cobra.Command {
	o := &memberOptions{}
	cmd := &cobra.Command{Use: "add CARD", Short: "Add a person by their card", Args: arguments(1, 1, "CARD"),
		RunE: func(cmd *cobra.Command, args []string) error { return runTeamAdd(cmd.Context(), app, *o, args[0]) }}
	cmd.Flags().StringSliceVar(&o.roles, "roles", nil, "contributor, caseworker, lead, manager, senior, records, auditor, service, recovery")
	cmd.Flags().StringVar(&o.lineManager, "line-manager", "", "the `member` who manages them")
	cmd.Flags().StringVar(&o.id, "id", "", "another member `ID` than the card's")
	return cmd
}

func runTeamAdd(ctx context.Context, app *App, o memberOptions, file string) error {
	roles, err := parseRoles(o.roles)
	if err != nil {
		return err
	}
	card, err := readCard(app, file)
	if err != nil {
		return err
	}
	return changeTeam(ctx, app, func(t team.Team, at time.Time) (team.Team, string, error) {
		id := card.ID
		switch {
		case o.id != "":
			id = o.id
		case slices.Contains(roles, team.Recovery):
			id = fmt.Sprintf("recovery-%d", countRecovery(t)+1)
		}
		t.Members = append(t.Members, team.Member{ID: id, Name: card.Name, Email: card.Email, Roles: roles,
			Recipient: card.Recipient, LineManager: o.lineManager, Since: at, Keys: []team.Key{{Key: card.Key, From: at}}})
		return t, fmt.Sprintf("%s  joined as %s", id, roleWords(roles)), nil
	})
}

func countRecovery(t team.Team) int {
	n := 0
	for _, m := range t.Members {
		if m.Has(team.Recovery) {
			n++
		}
	}
	return n
}

func newTeamSet(app *App) *cobra.Command {
	o := &memberOptions{}
	cmd := &cobra.Command{Use: "set MEMBER", Short: "Change a member's roles, line manager, name or address", Args: arguments(1, 1, "MEMBER"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return changeMember(cmd.Context(), app, args[0], func(m *team.Member, _ time.Time) (string, error) {
				return setMember(m, *o)
			})
		}}
	cmd.Flags().StringSliceVar(&o.roles, "roles", nil, "all roles that they have from now on")
	cmd.Flags().StringVar(&o.lineManager, "line-manager", "", "the `member` who manages them")
	cmd.Flags().StringVar(&o.name, "name", "", "their `name`")
	cmd.Flags().StringVar(&o.email, "email", "", "their `address`")
	return cmd
}

func setMember(m *team.Member, o memberOptions) (string, error) {
	if len(o.roles) > 0 {
		roles, err := parseRoles(o.roles)
		if err != nil {
			return "", err
		}
		m.Roles = roles
	}
	for _, set := range []struct {
		to   *string
		from string
	}{{&m.LineManager, o.lineManager}, {&m.Name, o.name}, {&m.Email, o.email}} {
		if set.from != "" {
			*set.to = set.from
		}
	}
	return fmt.Sprintf("%s  is %s", m.ID, roleWords(m.Roles)), nil
}

func newTeamUpdate(app *App) *cobra.Command {
	return &cobra.Command{Use: "update CARD", Short: "Take a member's new card: a new signing key or a new recipient", Args: arguments(1, 1, "CARD"),
		RunE: func(cmd *cobra.Command, args []string) error {
			card, err := readCard(app, args[0])
			if err != nil {
				return err
			}
			return changeMember(cmd.Context(), app, card.ID, func(m *team.Member, at time.Time) (string, error) {
				m.Recipient = card.Recipient
				if !slices.ContainsFunc(m.Keys, func(k team.Key) bool { return k.Key == card.Key }) {
					m.Keys = append(slices.Clone(m.Keys), team.Key{Key: card.Key, From: at})
				}
				return m.ID + "  has a new card", nil
			})
		}}
}

// rosterChange makes the next roster of one, and says in words what it did.
type rosterChange func(t team.Team, at time.Time) (team.Team, string, error)

func changeMember(ctx context.Context, app *App, id string, change func(*team.Member, time.Time) (string, error)) error {
	return changeTeam(ctx, app, memberChange(id, change))
}

func memberChange(id string, change func(*team.Member, time.Time) (string, error)) rosterChange {
	return func(t team.Team, at time.Time) (team.Team, string, error) {
		i := slices.IndexFunc(t.Members, func(m team.Member) bool { return m.ID == id })
		if i < 0 {
			return t, "", withHint(notFound("no member %q", id), "casefile team lists the members")
		}
		if !t.Members[i].Active() {
			return t, "", inState("%s left on %s; what they were stays as it is", id, t.Members[i].Left.Format(time.DateOnly))
		}
		said, err := change(&t.Members[i], at)
		return t, said, err
	}
}

// changeTeam writes the next version of the roster, and says so.
func changeTeam(ctx context.Context, app *App, change rosterChange) error {
	if err := writing(app); err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		done, said, err := writeTeam(ctx, app, b, change)
		if err != nil {
			return err
		}
		if app.global.json {
			return app.document("team", map[string]any{"commit": done.Commit, "version": b.Team().Version})
		}
		app.print("%s", said)
		return nil
	})
}

func writeTeam(ctx context.Context, app *App, b *casebook.Book, change rosterChange) (done *casebook.Done, said string, err error) {
	if err := ready(ctx, app, b, "team", ""); err != nil {
		return nil, "", err
	}
	done, err = b.SetTeam(ctx, func(t team.Team, at int64) (team.Team, error) {
		t.Members = slices.Clone(t.Members)
		t.Version++
		next, words, err := change(t, time.Unix(at, 0).UTC())
		said = words
		slices.SortFunc(next.Members, func(x, y team.Member) int { return strings.Compare(x.ID, y.ID) })
		return next, err
	})
	return done, said, err
}

func printTeam(app *App, members []team.Member, today string) error {
	if app.global.json {
		list := []map[string]any{}
		for _, m := range members {
			list = append(list, map[string]any{"id": m.ID, "name": m.Name, "email": m.Email, "roles": m.Roles, "line_manager": orNil(m.LineManager), "covered_by": orNil(m.CoveredBy), "covered_until": orNil(m.CoveredUntil),
				"active": m.Active(), "since": m.Since, "keys": len(m.Keys), "recipient": m.Recipient})
		}
		return app.document("team", map[string]any{"members": list})
	}
	for _, m := range members {
		standing := ""
		if m.LineManager != "" {
			standing = "line manager " + m.LineManager
		}
		if m.CoveredBy != "" && m.CoveredUntil >= today {
			standing = strings.TrimPrefix(standing+", covered by "+m.CoveredBy+" to "+m.CoveredUntil, ", ")
		}
		if !m.Active() {
			standing = "left " + m.Left.Format(time.DateOnly)
		}
		app.print("%s", strings.TrimRight(fmt.Sprintf("%-12s %-24s %-28s %s", m.ID, m.Name, roleWords(m.Roles), standing), " "))
	}
	return nil
}

func roleWords(roles []team.Role) string {
	words := make([]string, len(roles))
	for i, r := range roles {
		words[i] = string(r)
	}
	return joinWords(words)
}
