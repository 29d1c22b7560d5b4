package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/remote"
	"casefile/internal/store"
	"casefile/internal/team"
	"casefile/internal/verify"
)

// syncOptions are the flags of sync.
type syncOptions struct {
	rejoin bool
	lost   []string
}

func newSyncCommand(app *App) *cobra.Command {
	var o syncOptions
	cmd := &cobra.Command{
		Use: "sync", Short: "Send what is new here, receive what is new elsewhere",
		Example: `  # send what is new here, and receive what is new elsewhere
  casefile sync`,
		GroupID:     "daily",
		Annotations: sendsItself,
		Long: `Send your commits to the remote (git's origin), and take in what others sent.
Incoming commits are judged first. If one breaks a rule, all of them are refused, and
nothing here changes. What only this copy has is then recorded again after them, signed
again, and sent.

Something may be impossible by then: somebody else closed the case, for example. That
is a conflict, exit code 23. Nothing is lost: the commit is kept below
refs/casefile/conflicts, its texts become drafts, and the answer names the command to
repeat.

Keys that a disposal or an erasure took off the record leave this copy too. If
something still holds a copy of a key, each sync names it, with exit code 20.

A server that was restored from an older backup has lost commits. This copy then
refuses it, exit code 21. --rejoin sends the server what it lost, if nobody has gone on
from its older state. Anybody may do that, best the one who synced last. If somebody
has gone on, a senior manager signs which commits are lost, and everybody's next sync
records their own work again. A lost commit that the senior manager's copy never had is
given with --lost: the refused sync names it.`,
		Args: arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := writing(app); err != nil {
				return err
			}
			if len(o.lost) > 0 && !o.rejoin {
				return withHint(usage("--lost names what --rejoin signs"),
					"casefile sync --rejoin --lost COMMIT")
			}
			return withBookPurging(cmd.Context(), app, func(b *casebook.Book) error {
				return runSync(cmd.Context(), app, b, o)
			})
		},
	}
	cmd.Flags().BoolVar(&o.rejoin, "rejoin", false, "go on with a server that has lost commits")
	cmd.Flags().StringSliceVar(&o.lost, "lost", nil, "a lost `commit` that this copy never had")
	return cmd
}

func runSync(ctx context.Context, app *App, b *casebook.Book, o syncOptions) error {
	if err := b.MayWrite(); err != nil {
		return err
	}
	out, err := syncWith(ctx, b, o)
	if err != nil {
		if out != nil {
			sayGivenBack(app, out.GivenBack)
		}
		if out != nil && out.Back > 0 && errors.Is(err, store.ErrRefused) {
			return withHint(err, "nothing was changed; where its own records are not in order, %s",
				setBackServerHelp)
		}
		return repairHint(b, rejoinHint(err))
	}
	clearSomeStrays(app, b.Repo())
	keyless, err := b.AwaitedKeys(ctx)
	err = errors.Join(err, b.Repo().ConfigureCopy(ctx), purgeFolderServer(ctx, app, b, out.Erased))
	if err != nil {
		return err
	}
	if app.global.json {
		if err := app.document("sync", syncFields(b, out, keyless)); err != nil {
			return err
		}
	} else {
		sayJoined(app, &out.Joined)
		sayUnknown(ctx, app, b)
		sayPurged(app, out.Erased)
		sayGivenBack(app, out.GivenBack)
		if !out.Server.IsZero() {
			app.say("note: the server takes a time of this copy for a future one: "+
				"its clock says %s, this machine's %s",
				out.Server.Format(time.RFC3339), b.Now().UTC().Format(time.RFC3339))
		}
		if out.Back > 0 {
			app.say("note: the server lacked %s, and has them again",
				record.Counted(out.Back, "commit"))
		}
		sayKeyless(app, keyless)
		app.print("%s", syncedWords(out))
		sayKeptDamaged(app, b)
	}
	b.Repo().MaintainSome(ctx, app.Wall())
	if len(out.Faults) > 0 {
		return &ledger.FaultError{Faults: out.Faults}
	}
	return cmp.Or(conflictError(out.Conflicts), remainingKeysOf(out.Erased).finding(),
		givenBackError(out.GivenBack), revivedFinding(ctx, app, b))
}

// sayGivenBack names the cases of which a server still has destroyed keys.
func sayGivenBack(app *App, list []casebook.GivenBack) {
	for _, g := range list {
		app.print("%s  the server gave back %s that had been destroyed; dropped here again", g.Case,
			record.Counted(g.Keys, "wrapped key"))
	}
}

// sayKeyless names the cases whose wrapped keys the remote lacks too. Their author's sync was cut
// off; any copy that has the keys sends them with its next sync.
func sayKeyless(app *App, list []record.ID) {
	if len(list) > 0 {
		app.say("note: the remote lacks wrapped keys of %s; they come with your next sync, "+
			"after a colleague's whose copy has them", fewNames(caseNames(list)))
	}
}

// sayKeptDamaged names the damaged copies that were kept when this copy replaced them.
func sayKeptDamaged(app *App, b *casebook.Book) {
	for _, folder := range b.Repo().KeptDamaged() {
		app.say("note: a damaged copy is kept, with keys and what was not sent; "+
			"when nothing is missing: rm -r '%s'", folder)
	}
}

func syncWith(ctx context.Context, b *casebook.Book, o syncOptions) (*remote.Outcome, error) {
	if !o.rejoin {
		return remote.Sync(ctx, b)
	}
	for _, id := range o.lost {
		if !verify.IsCommitID(id) {
			return nil, withHint(usage("%q is not a commit", id),
				"a commit has 40 digits, as the fault that names it says")
		}
	}
	return remote.SyncLost(ctx, b, remote.Rejoin{Lost: o.lost})
}

// rejoinHint says how to go on if the server lost commits.
func rejoinHint(err error) error {
	back, ok := errors.AsType[*remote.SetBackError](err)
	if !ok {
		return err
	}
	return withHint(err, "nothing was changed; %s", setBackHelp(back))
}

// setBackHelp returns the hint where a server lost commits. Its keeper knows whether it was
// restored or attacked.
func setBackHelp(e *remote.SetBackError) string {
	const restored = "where the server was restored from a backup, "
	switch e.State {
	case remote.RemoteEmpty:
		return "it is empty; if it lost its disk, the member who synced last runs casefile " +
			"restore server '" + e.URL + "'"
	case remote.RemoteUnrelated:
		return "it has other records now; git remote set-url origin URL names the right server"
	case remote.RemoteBehind:
		return restored + "nobody has gone on with it: the member who synced last runs casefile " +
			"sync --rejoin, which sends what the server lacks"
	}
	return restored + "others have gone on with it: a senior manager runs casefile sync --rejoin " +
		"--lost " + e.Lost + ", then you casefile sync"
}

// setBackServerHelp is the hint where a server's main is behind what the server itself judged. It
// accepts no push any more, not even of what it lost.
const setBackServerHelp = "the keeper of the server moves its folder aside; then, in the copy " +
	"that synced last: casefile restore server FOLDER, with the place where it was"

// givenBackError returns the finding that a server keeps destroyed keys.
func givenBackError(list []casebook.GivenBack) error {
	if len(list) == 0 {
		return nil
	}
	return withHint(fmt.Errorf("%wthe server still has keys that were destroyed",
		errSilent{errFindings}),
		"the keeper of the server runs there: casefile retention proof %s", list[0].Case)
}

func syncedWords(o *remote.Outcome) string {
	if o.Received+o.Sent+len(o.Conflicts)+len(o.Waiting) == 0 {
		return "nothing new, here or there"
	}
	return fmt.Sprintf("received %s, sent %s", record.Counted(o.Received, "commit"),
		record.Counted(o.Sent, "commit"))
}

// sayJoined says what became of work that only this copy had.
func sayJoined(app *App, j *casebook.Joined) {
	if j.Lost > 0 {
		app.say("note: the server lacked %s; who recorded them does so again at their next sync",
			record.Counted(j.Lost, "commit"))
	}
	for _, r := range j.Replayed {
		if r.New != "" {
			app.print("%s  done again on top of what came in: %.12s", operationWords(r.Op, r.Cases),
				r.New)
		} else {
			app.print("%s  is there already", operationWords(r.Op, r.Cases))
		}
	}
	for _, r := range j.Redated {
		app.print("%s  recorded again, now %s: a clock that was wrong had said %s", r.Ref,
			r.Now.UTC().Format(time.RFC3339), r.First.UTC().Format(time.RFC3339))
	}
	for _, w := range j.Waiting {
		app.say("note: %s of %s %s here until %s runs casefile sync",
			record.Counted(w.Commits, "commit"), w.Member, verb(w.Commits, "stay"), w.Member)
	}
	for _, c := range j.Conflicts {
		app.print("%s  conflict: %s", operationWords(c.Op, c.Cases), record.OneLine(c.Why.Error()))
		for _, w := range c.Awaits {
			app.print("    first: %s, which does again what it rests on", awaited(w))
		}
		if errors.Is(c.Why, casebook.ErrLeft) {
			app.print("    %s", adoptHelp)
		} else {
			for _, command := range c.Commands() {
				app.print("    repeat: %s", command)
			}
		}
		app.print("    kept as %s", c.Ref)
	}
}

// awaited says what brings back another member's lost work.
func awaited(w casebook.Awaited) string {
	if w.Left {
		return fmt.Sprintf("a manager runs casefile adopt, as %s has left", w.Member)
	}
	return w.Member + " runs casefile sync"
}

// verb returns the verb for a number: one waits, two wait.
func verb(n int, many string) string {
	if n == 1 {
		return many + "s"
	}
	return many
}

// sayUnknown says that work waits in this copy, perhaps the user's own, while the team does not
// know their key.
func sayUnknown(ctx context.Context, app *App, b *casebook.Book) {
	_, unknown := b.Me()
	if !errors.Is(unknown, casebook.ErrUnknown) {
		return
	}
	if list, err := b.WaitingLines(ctx); err == nil && len(list) > 0 {
		app.say("note: what waits here was signed with another key than you have here, and nobody "+
			"in team.yaml has this one: %s", helpWith(app, unknown))
	}
}

// adoptHelp is the hint for work of a member who left: they can't record it again.
const adoptHelp = "a manager takes it over from this folder: casefile adopt COPY"

// operationWords names an operation and its cases. Of more than four cases it gives only the
// number.
func operationWords(op string, cases []record.ID) string {
	if len(cases) > 4 {
		return fmt.Sprintf("%s of %d cases", op, len(cases))
	}
	words := []string{op}
	for _, id := range cases {
		words = append(words, id.String())
	}
	return strings.Join(words, " ")
}

func conflictError(list []casebook.Conflict) error {
	if len(list) == 0 {
		return nil
	}
	hint := "the records are in order; repeat what is named above, or leave it"
	if repeat := list[0].Commands(); len(repeat) > 0 {
		hint = repeat[0]
	}
	if len(list[0].Awaits) > 0 {
		hint = fmt.Sprintf("first %s, then you casefile sync; then %s", awaited(list[0].Awaits[0]),
			hint)
	}
	if sealed := list[0].Sealed(); sealed != "" {
		hint = sealedHelp(list[0].Op, sealed)
	}
	if errors.Is(list[0].Why, casebook.ErrLeft) {
		hint = adoptHelp
	}
	return withHint(fmt.Errorf("%w: %s", errConflict, record.Counted(len(list), "operation")), "%s",
		hint)
}

// sealedHelp says how to recover a text that no key here opens. Nobody can give its author access
// to a case that was never sent: only this copy has it.
func sealedHelp(op string, id record.ID) string {
	if op == team.OpOpen || op == team.OpIntake {
		return fmt.Sprintf("no other copy has %s: keep this folder, and the old identity if its "+
			"backup turns up; else a senior manager records that you left (casefile team leave), "+
			"and who could open it runs casefile adopt here, with drafts of its texts", id)
	}
	return fmt.Sprintf("once a reader lets you in (casefile readers %s grant): casefile sync, "+
		"then casefile doctor --fix, which makes drafts of what opens", id)
}

func syncFields(b *casebook.Book, o *remote.Outcome, keyless []record.ID) map[string]any {
	f := joinedFields(&o.Joined)
	f["erased"] = erasedFields(o.Erased)
	back := []map[string]any{}
	for _, g := range o.GivenBack {
		back = append(back, map[string]any{"case": g.Case.String(), "keys": g.Keys})
	}
	f["given_back"] = back
	f["keyless"] = caseNames(keyless)
	f["lost"], f["back"] = o.Lost, o.Back
	f["remote"], f["received"], f["sent"], f["tip"] = o.Remote, o.Received, o.Sent, b.Tip()
	return f
}

func joinedFields(j *casebook.Joined) map[string]any {
	replayed, conflicts, waiting := []map[string]any{}, []map[string]any{}, []map[string]any{}
	for _, r := range j.Replayed {
		replayed = append(replayed,
			map[string]any{"op": r.Op, "cases": caseNames(r.Cases), "was": r.Old,
				"commit": orNil(r.New)})
	}
	for _, c := range j.Conflicts {
		conflicts = append(conflicts,
			map[string]any{"op": c.Op, "cases": caseNames(c.Cases), "commit": c.Commit,
				"why": record.OneLine(c.Why.Error()),
				"ref": c.Ref, "repeat": c.Commands(), "awaits": awaitedMembers(c)})
	}
	for _, w := range j.Waiting {
		waiting = append(waiting,
			map[string]any{"member": w.Member, "commits": w.Commits, "ref": w.Ref})
	}
	redated := []map[string]any{}
	for _, r := range j.Redated {
		redated = append(redated, map[string]any{"entry": r.Ref.String(),
			"recorded_first": r.First.UTC().Format(time.RFC3339),
			"recorded":       r.Now.UTC().Format(time.RFC3339)})
	}
	return map[string]any{"replayed": replayed, "redated": redated,
		"conflicts": conflicts, "waiting": waiting}
}

func awaitedMembers(c casebook.Conflict) []string {
	out := []string{}
	for _, w := range c.Awaits {
		out = append(out, w.Member)
	}
	return out
}

func caseNames(ids []record.ID) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, id.String())
	}
	return out
}
