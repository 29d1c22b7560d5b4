package cli

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/policy"
	"casefile/internal/seal"
	"casefile/internal/store"
	"casefile/internal/team"
)

type initOptions struct {
	bare, sparse, noRecovery bool
	profile                  string
	recovery                 []string
	roles                    []string
}

func newInitCommand(app *App) *cobra.Command {
	o := &initOptions{}
	cmd := &cobra.Command{
		Use: "init [DIR]", Short: "Begin a records repository", GroupID: "setup",
		Long: `Begin a records repository in a folder. You become its first senior manager.

A recovery identity can read every case if all other keys are lost. It is kept offline.
Make it on another machine (casefile identity new), and name its card with --recovery.
Without one, say --no-recovery.

At the end the introduction is printed: colleagues pin their copies to it.
` + aboutSparse,
		Example: `  # on the machine of the first senior manager
  casefile init records --recovery recovery.card
  # a small agency, without a recovery key
  casefile init records --policy small --no-recovery`,
		Args: arguments(0, 1, "[DIR]"),
		RunE: func(cmd *cobra.Command, args []string) error {
			dir := directory(app)
			if len(args) == 1 {
				dir = args[0]
			}
			return runInit(cmd.Context(), app, *o, dir)
		},
	}
	cmd.Flags().BoolVar(&o.bare, "bare", false, "no work tree, as on a server")
	cmd.Flags().BoolVar(&o.sparse, "sparse", false, "a work tree without the cases, for large "+
		"repositories")
	cmd.Flags().StringVar(&o.profile, "policy", "casework",
		"the policy to begin with: casework, small or informal")
	cmd.Flags().StringSliceVar(&o.recovery, "recovery", nil,
		"the card `file` of a recovery identity, or its recipient")
	cmd.Flags().BoolVar(&o.noRecovery, "no-recovery", false,
		"have none: if all keys are lost, the records are lost")
	cmd.Flags().StringSliceVar(&o.roles, "roles", []string{string(team.Senior)}, "your own roles")
	return cmd
}

func runInit(ctx context.Context, app *App, o initOptions, dir string) error {
	if err := oneTree(o.bare, o.sparse); err != nil {
		return err
	}
	if err := askRecovery(app, &o); err != nil {
		return err
	}
	text, err := policy.Default(o.profile)
	if err != nil {
		return usage("%v", err)
	}
	if err := store.CheckGit(ctx); err != nil {
		return err
	}
	clock, err := app.clock()
	if err != nil {
		return err
	}
	clock, told, err := clock.Founding()
	if err != nil {
		return err
	}
	if told != "" {
		app.say("note: %s", told)
	}
	signer, err := app.keys.Signer()
	if err != nil {
		return err
	}
	roster, err := firstTeam(app, o, signer, clock.Now)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	repo, err := store.Init(ctx, dir, store.InitOptions{Bare: o.bare, Sparse: o.sparse})
	if err != nil {
		return err
	}
	defer repo.Close()
	intro, err := casebook.Init(ctx, repo,
		casebook.InitOptions{Team: roster, Policy: text, Clock: clock, Signer: signer,
			Mark: app.mark()})
	if err != nil {
		return err
	}
	return sayFounded(app, dir, intro, roster)
}

// askRecovery asks for a recovery identity until it gets one or a clear no.
func askRecovery(app *App, o *initOptions) error {
	if len(o.recovery) > 0 && o.noRecovery {
		return usage("--recovery and --no-recovery exclude each other")
	}
	if len(o.recovery) > 0 || o.noRecovery {
		return nil
	}
	if app.global.noInput || !app.InTTY {
		return withHint(usage("name a recovery identity, or say that there is none"),
			"casefile init --recovery CARD, or casefile init --no-recovery")
	}
	answer, err := app.Ask("Card file of a recovery identity (empty for none): ")
	if err != nil {
		return err
	}
	if o.noRecovery = strings.TrimSpace(answer) == ""; !o.noRecovery {
		o.recovery = []string{strings.TrimSpace(answer)}
	}
	return nil
}

// firstTeam returns version 1 of the roster: its founder and the recovery members.
func firstTeam(app *App, o initOptions, signer store.Signer, now time.Time) (team.Team, error) {
	c, err := app.keys.Owner()
	if err != nil {
		return team.Team{}, err
	}
	roles, err := rolesNamed(o.roles)
	if err != nil {
		return team.Team{}, err
	}
	at := now.UTC().Truncate(time.Second)
	founder := team.Card{ID: c.ID, Name: c.Name, Email: c.Email, Recipient: c.Recipient,
		Key: signer.PublicKey()}
	members := []team.Member{founder.Member(c.ID, roles, at)}
	for i, file := range o.recovery {
		m, err := recoveryMember(app, file, i+1, at)
		if err != nil {
			return team.Team{}, err
		}
		members = append(members, m)
	}
	return team.New(members)
}

// recoveryMember makes a member from a card, or from a file with only a hybrid recipient (as
// age-keygen -pq -y prints it).
func recoveryMember(app *App, file string, n int, at time.Time) (team.Member, error) {
	none := team.Member{}
	data, err := readText(app, file, aSetting)
	if err != nil {
		return none, err
	}
	text := strings.TrimSpace(string(data))
	switch {
	case strings.Contains(text, "AGE-SECRET-KEY"):
		return none, withHint(usage("%s holds the secret itself, which stays offline", file),
			"make its card, or its recipient: age-keygen -y %s", file)
	case seal.CheckRecipient(text) == nil:
		return team.RecoveryKey(n, text, at), nil
	}
	card, err := readCard(app, file)
	if err != nil {
		return none, err
	}
	return team.RecoveryMember(n, card, at), nil
}

func sayFounded(app *App, dir, intro string, roster team.Team) error {
	if app.global.json {
		return app.document("init",
			map[string]any{"directory": dir, "introduction": intro, "trust": intro + "@" + intro})
	}
	app.print("records begun in %s", dir)
	app.print("introduction  %s", intro)
	app.say("colleagues pin their copies to it: --trust %s@%s", intro, intro)
	app.say("the policy is a template: put in who approved it and when, and your own figures: " +
		"casefile policy edit")
	if len(roster.Members) == 1 {
		app.say("note: there is no recovery identity; add one with casefile team add CARD " +
			"--roles recovery")
	}
	return nil
}
