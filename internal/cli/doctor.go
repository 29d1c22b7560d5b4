package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/doctor"
	"casefile/internal/record"
	"casefile/internal/report"
)

type doctorOptions struct {
	fix, noKey, offline, backedUp bool
}

func newDoctorCommand(app *App) *cobra.Command {
	o := &doctorOptions{}
	cmd := &cobra.Command{
		Use: "doctor", Short: "Check the machine, your keys and this copy, and mend accidents",
		Example: `  # look for faults of the machine, your keys and this copy
  casefile doctor
  # mend what went wrong in this copy alone
  casefile doctor --fix`,
		GroupID: "look",
		Long: `Check what your work needs: git, the clock, the disk, your editor, your identity and
signing key, this copy of the records and its server. It also opens one entry of each
case that you can read. Each fault comes with the command that mends it. The exit code
is 20 if something should be done.

doctor runs where nothing else does: in a broken repository, in a copy that can't be
written, on a server, without an identity, outside any records.

It also finishes destructions: keys that a disposal or an erasure took off the record,
and that are still here, go at the end. It names what still holds one. On a server,
keys that were kept for a repair go too when their days are over.

With --fix it mends what went wrong in this copy alone:

  - a commit on main that an editor, git pull or git commit made
  - a main that was set back or emptied, or another branch checked out
  - files of the work tree that somebody changed
  - locks that no process holds (doctor names all locks, and who holds the others)
  - a replaced secret of your account, by which it knows what it judged and pinned;
    pin each copy again then, with --trust

Main goes back to the commit that was judged last. What stood there is kept below
refs/casefile/stray, and changed files are kept in .git/casefile/aside. Texts of yours
that were lost with it come back. What came from the server is never undone.`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.backedUp && o.fix {
				return usage("--backed-up notes a backup, and --fix mends: one of them at a time")
			}
			if o.backedUp {
				return runBackedUp(app)
			}
			return runDoctor(cmd.Context(), app, *o)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.fix, "fix", false, "mend what went wrong in this copy alone")
	f.BoolVar(&o.noKey, "no-key", false, "open nothing, and ask for no passphrase")
	f.BoolVar(&o.offline, "offline", false, "do not ask the server whether it answers")
	f.BoolVar(&o.backedUp, "backed-up", false,
		"note that you made or checked a copy of your keys today")
	return cmd
}

// runBackedUp notes that the user has a backup of their identity. No program can see that.
func runBackedUp(app *App) error {
	now, err := app.Now()
	if err != nil {
		return err
	}
	if err := app.keys.NoteBackup(now); err != nil {
		return err
	}
	day := now.UTC().Format(time.DateOnly)
	if app.global.json {
		return app.document("doctor", map[string]any{"backed_up": day})
	}
	app.print("noted: a backup of your identity as of %s", day)
	return nil
}

// runDoctor makes all checks, also after one has failed.
func runDoctor(ctx context.Context, app *App, o doctorOptions) error {
	var mended map[string]any
	if o.fix {
		var err error
		if mended, err = mendCopy(ctx, app); err != nil {
			return err
		}
	}
	clearOwnStrays(app)
	app.mark() // the mark is checked also where no records are
	records, server := aboutRecords(ctx, app, o)
	lines := append(aboutMachine(ctx, app, server), doctor.CheckMark(says(app.noMark))...)
	if _, err := app.keys.Owner(); !server || err == nil {
		lines = append(lines, aboutKeys(app, o)...)
	}
	lines = append(lines, records...)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := showChecks(app, lines, mended); err != nil {
		return err
	}
	if n := doctor.Findings(lines); n > 0 {
		return withHint(fmt.Errorf("%w: %s", errFindings,
			record.Plural(n, "thing needs attention", "things need attention")),
			"%s", doctor.WorstMend(lines))
	}
	return nil
}

func showChecks(app *App, lines []doctor.Line, mended map[string]any) error {
	if app.global.json {
		f := map[string]any{"checks": lines, "findings": doctor.Findings(lines)}
		if mended != nil {
			f["mended"] = mended
		}
		return app.document("doctor", f)
	}
	var out []report.CheckLine
	for _, l := range lines {
		out = append(out, report.CheckLine{Check: l.Check, State: string(l.State),
			Says: l.Says, Mend: l.Mend, Loud: l.State == doctor.Fault})
	}
	return report.WriteChecks(app.Out, out, app.Width)
}

// helps returns the hint of an error, as every command here would give it.
func helps(app *App, err error) string {
	_, hint := outcomeOf(err)
	return inPlaceHelp(app, hint)
}

// says returns an error's words for a line, or "".
func says(err error) string {
	if err == nil {
		return ""
	}
	var own *hinted
	if errors.As(err, &own) {
		err = own.error
	}
	return record.OneLine(plain(err))
}
