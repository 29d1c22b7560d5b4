package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/duty"
	"casefile/internal/ledger"
	"casefile/internal/record"
	"casefile/internal/store"
	"casefile/internal/term"
)

func newHookPostReceive(app *App) *cobra.Command {
	return &cobra.Command{
		Use: "post-receive", Short: "Tell what a push brought (run by git)",
		Example: `  # git runs it so, in the bare repository
  casefile hook post-receive < pushed`,
		Args: arguments(0, 0, ""),
		Long: `Tell the agency's own command what a push brought. Git runs this after all refs have
moved. The server's configuration names the command (git config casefile.notify). It
gets one JSON line on stdin for each operation and case: operation, case, commit,
times, member, status, key worker and IDs of the entries. The line also says what must
be done now and by whom: a concern to be triaged, for example, or a closure to be
endorsed. It holds no word of a record. The first push to an empty server is not told.

The wrapped keys of a case that the push destroyed leave the server. If this was
interrupted, the next push finishes it, and so does any casefile command on the server.
A sync finishes it too, if the server is a folder of the same machine.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runPostReceive(cmd.Context(), app)
		},
	}
}

func runPostReceive(ctx context.Context, app *App) error {
	repo, updates, err := pushed(ctx, app)
	if err != nil {
		return err
	}
	defer repo.Close()
	ledger.EndTurn(ctx, repo, updates)
	b, err := casebook.Open(ctx, repo, hookOptions(app, repo))
	if err != nil {
		return err
	}
	purgeAfterPush(ctx, app, b)
	clearSomeStrays(app, repo)
	repo.MaintainSome(ctx, app.Wall())
	command, err := repo.Config(ctx, casebook.NotifyKey)
	if err != nil || command == "" {
		return err
	}
	events, err := b.PushEvents(ctx, updates)
	if err != nil || len(events) == 0 {
		return err
	}
	if err := notify(ctx, b, command, events); err != nil {
		fmt.Fprintf(app.Err, "casefile: the push is safe, but %s failed: %s\n",
			casebook.NotifyKey, record.OneLine(err.Error()))
	}
	return nil
}

// purgeAfterPush removes from this server the keys that the push took off the record. It waits for
// no lock, since the pusher waits for the answer, and tells the pusher what remains. If another
// process holds the lock, that one purges.
func purgeAfterPush(ctx context.Context, app *App, b *casebook.Book) {
	b.Repo().InHaste()
	erased, err := b.PurgeDue(ctx)
	pending, pendingErr := b.PendingPurges()
	switch {
	case errors.Is(err, store.ErrLocked) && ctx.Err() == nil && len(pending) == 0 &&
		pendingErr == nil:
		return
	case err == nil && len(erased.LeftOut) > 0:
		err = inState("those of %s were found there a short while ago: casefile doctor there "+
			"looks again", record.Enumerated(caseNames(erased.LeftOut)))
	case err == nil:
		err = remainingKeysOf(erased).finding()
	}
	if err != nil {
		fmt.Fprintln(app.Err, "casefile: the push is safe, but not all keys that were to be "+
			"destroyed are gone from the server: "+record.OneLine(err.Error()))
	}
}

// notifyWithin bounds how long a pusher waits for the agency's command.
const notifyWithin = time.Minute

// notify gives events to the agency's command. Its output goes to the keeper of the server, and not
// to the pusher.
func notify(ctx context.Context, b *casebook.Book, command string, events []casebook.Event) error {
	var lines bytes.Buffer
	w := json.NewEncoder(&lines)
	for _, e := range events {
		brought, err := duty.Brought(b,
			duty.Operation{Op: cmp.Or(e.Adopts, e.Op), Docket: e.Docket, Entries: e.Entries,
				By: e.By, Was: e.Was, Time: e.Time, Recorded: e.Recorded}, worldOf(b))
		if err != nil {
			return err
		}
		if err := w.Encode(asEvent(e, brought)); err != nil {
			return err
		}
	}
	told := term.Configured{Line: command, Dir: b.Repo().GitDir(), Within: notifyWithin}
	return told.Run(ctx, &lines)
}

// event is the JSON line of one operation.
type event struct {
	Schema    string      `json:"schema"`
	Op        string      `json:"op"`
	Adopts    string      `json:"adopts,omitempty"`
	Case      *string     `json:"case"`
	Commit    string      `json:"commit"`
	Time      time.Time   `json:"time"`
	Recorded  time.Time   `json:"recorded"`
	By        string      `json:"by"`
	Status    *string     `json:"status"`
	KeyWorker *string     `json:"key_worker"`
	Entries   []record.ID `json:"entries"`
	Duties    []eventDuty `json:"duties"`
}

// eventDuty is a present duty, as far as it is known without a key.
type eventDuty struct {
	What  string   `json:"what"`
	Whose []string `json:"whose"`          // members; any one of them may do it
	Told  []string `json:"told,omitempty"` // seniors, if nobody is left to do it
	Why   string   `json:"why"`
}

func asEvent(e casebook.Event, brought []duty.Duty) event {
	out := event{Schema: "casefile/event/1", Op: e.Op, Adopts: e.Adopts, Commit: e.Commit,
		Time: e.Time.UTC(), Recorded: e.Recorded.UTC(),
		By: e.By, Entries: append([]record.ID{}, e.Entries...), Duties: []eventDuty{}}
	for _, d := range brought {
		told := d.Told
		if !d.Nobody() {
			told = nil
		}
		out.Duties = append(out.Duties,
			eventDuty{d.Task, append([]string{}, d.Whose...), told, d.Why})
	}
	if e.Docket == nil {
		return out
	}
	id, status := e.Case.String(), string(e.Docket.Status)
	out.Case, out.Status = &id, &status
	if e.Docket.KeyWorker != "" {
		out.KeyWorker = &e.Docket.KeyWorker
	}
	return out
}
