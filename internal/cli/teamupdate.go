package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/team"
)

func newTeamUpdate(app *App) *cobra.Command {
	var keep []string
	cmd := &cobra.Command{Use: "update CARD", Short: "Take a member's new card: a new signing " +
		"key or a new recipient",
		Long: `Take a member's new card: a new signing key, a new recipient, or both.

Every other signing key of theirs then ends: what it signs from now on counts for
nothing, here and in stock git. The command first says which keys end and which count,
and asks. --keep-key keeps one. A key that has ended never counts again.

A recovery key with a new recipient or signing key must be confirmed again by a second
senior manager (casefile team confirm).`,
		Example: `  # after casefile identity rotate
  casefile team update asha.card`,
		Args: arguments(1, 1, "CARD"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTeamUpdate(cmd.Context(), app, args[0], keep)
		}}
	cmd.Flags().StringSliceVar(&keep, "keep-key", nil,
		"this other signing `key` of theirs still counts: its SHA256:… fingerprint")
	return cmd
}

func runTeamUpdate(ctx context.Context, app *App, file string, keep []string) error {
	if err := writing(app); err != nil {
		return err
	}
	card, err := readCard(app, file)
	if err != nil {
		return err
	}
	return withBook(ctx, app, func(b *casebook.Book) error {
		m, _ := b.Team().Member(card.ID)
		kept, err := keysNamed(m, keep)
		if err != nil {
			return err
		}
		if err := agreeToEnd(app, m, card, kept); err != nil {
			return err
		}
		return changeTeamIn(ctx, app, b, team.TakesCard(card, kept...), func(t team.Team) string {
			said := card.ID + "  has a new card"
			if now, _ := t.Member(card.ID); !m.Confirmed.IsZero() && now.Confirmed.IsZero() {
				said += "; it counts once a second senior confirms it: casefile team confirm " +
					card.ID
			}
			return said
		})
	})
}

// agreeToEnd says which signing keys of a member end with their new card and which count, and asks
// at a terminal.
func agreeToEnd(app *App, m team.Member, card team.Card, keep []string) error {
	ended, stay := m.KeysAfter(card, keep...)
	if len(ended) == 0 {
		return nil
	}
	app.say("note: this card ends what %s signs with now: %s", m.ID, fingerprints(ended))
	app.say("note: from now on %s signs with: %s", m.ID, fingerprints(stay))
	return agreed(app, "Is that right? [y/N] ", "the card was not taken")
}

// agreed asks a question at a terminal, and returns an error on a no. Without a terminal it asks
// nothing.
func agreed(app *App, question, instead string) error {
	if !app.InTTY || app.NoInput {
		return nil
	}
	said, err := app.Ask(question)
	if err == nil && !strings.EqualFold(strings.TrimSpace(said), "y") {
		err = fmt.Errorf("%w: %s", errNothing, instead)
	}
	return err
}

// keysNamed returns the keys of a member with these fingerprints.
func keysNamed(m team.Member, names []string) ([]string, error) {
	var out []string
	for _, name := range names {
		i := slices.IndexFunc(m.Keys, func(k team.Key) bool { return fingerprint(k.Key) == name })
		if i < 0 {
			return nil, withHint(usage("%s has no signing key %s", m.ID, name),
				"ssh-keygen -l -f FILE shows the fingerprint of a key; team.yaml lists the keys")
		}
		out = append(out, m.Keys[i].Key)
	}
	return out, nil
}

func fingerprints(keys []string) string {
	var out []string
	for _, k := range keys {
		out = append(out, fingerprint(k))
	}
	return record.Enumerated(out)
}

// fingerprint returns a key's fingerprint, or the key itself if it can't be parsed.
func fingerprint(key string) string {
	print, err := store.Fingerprint(key)
	if err != nil {
		return key
	}
	return print
}
