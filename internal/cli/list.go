package cli

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

type listOptions struct {
	status, worker string
	all, noNames   bool
}

func newListCommand(app *App) *cobra.Command {
	o := &listOptions{}
	cmd := &cobra.Command{
		Use: "list", Short: "List the cases that you can read", GroupID: "look",
		Long: `List the cases that you can read, with the names in them. --no-names needs no
` +
			"identity. --all also lists the cases that you can't read, by their IDs alone.",
		Example: `  # the cases that you can read
  casefile list
  # the open cases of one key worker
  casefile list --worker asha --status open`,
		Args: arguments(0, 0, ""),
		RunE: inRecords(app, func(ctx context.Context, b *casebook.Book, _ []string) error {
			return runList(ctx, app, b, *o)
		}),
	}
	cmd.Flags().StringVar(&o.status, "status", "",
		"only `status`: "+strings.Join(statusNames(), ", "))
	cmd.Flags().StringVar(&o.worker, "worker", "", "only those of one key `worker`")
	cmd.Flags().BoolVar(&o.all, "all", false, "every case of the repository")
	cmd.Flags().BoolVar(&o.noNames, "no-names", false, "only what stands in clear text")
	return cmd
}

// listedCase is one line of the list.
type listedCase struct {
	docket *record.Docket
	name   string
	reads  bool
}

func runList(ctx context.Context, app *App, b *casebook.Book, o listOptions) error {
	if names := statusNames(); o.status != "" && !slices.Contains(names, o.status) {
		return usage("there is no status %q; there are %s", o.status, record.Enumerated(names))
	}
	if o.worker != "" {
		if err := knownMembers(b, []string{o.worker}); err != nil {
			return err
		}
	}
	read := b.DocketsListed
	if o.noNames && !app.keys.OpensUnasked() { // the index would need an identity
		read = b.DocketsHere
	}
	dockets, lost, err := read(ctx)
	if err != nil {
		return err
	}
	me := whoLooks(app, b)
	var list []listedCase
	for _, d := range dockets {
		mine, err := b.MayRead(ctx, d, me)
		if err != nil {
			return err
		}
		l := listedCase{docket: d, reads: me != "" && (mine || d.Reads(me))}
		if o.status != "" && string(d.Status) != o.status ||
			o.worker != "" && d.KeyWorker != o.worker ||
			!o.all && me != "" && !l.reads {
			continue
		}
		list = append(list, l)
	}
	if !o.noNames && me != "" {
		unread, err := addNames(ctx, b, list)
		if err != nil {
			return err
		}
		if unread > 0 {
			app.say("note: of %s the name is left out, as your key does not open: "+
				"casefile doctor says more", record.Counted(unread, "case"))
		}
	}
	if len(list)+len(lost) == 0 && !app.global.json {
		app.say("%s", noCases(b, o))
		return nil
	}
	return printList(app, list, lost)
}

// noCases says why a list is empty. It suggests opening a first case only without flags that leave
// cases out.
func noCases(b *casebook.Book, o listOptions) string {
	words := "no cases that you can read"
	if o.all {
		words = "no cases"
	}
	if o.status != "" {
		words += ", with status " + o.status
	}
	if o.worker != "" {
		words += ", whose key worker is " + cmp.Or(b.Team().Name(o.worker), o.worker)
	}
	if o.status == "" && o.worker == "" {
		words += "; casefile open begins one"
	}
	return words
}

// statusNames returns the statuses in the form of the command line.
func statusNames() []string {
	var out []string
	for _, s := range record.Statuses() {
		out = append(out, string(s))
	}
	return out
}

// whoLooks returns the ID of the member, or "" for somebody outside the team.
func whoLooks(app *App, b *casebook.Book) string {
	m, err := b.Me()
	if err != nil {
		return ""
	}
	return m.ID
}

// These stand for a name that is damaged in this copy, or whose key is not here yet.
const (
	notRead = "NOT READ: damaged in this copy"
	keyless = "NOT READ: its key is not here yet"
)

// unreadName returns the words that stand for an unreadable name.
func unreadName(err error) string {
	if errors.Is(err, casebook.ErrKeysMissing) {
		return keyless
	}
	return notRead
}

// addNames adds the subjects' names in readable cases. It counts the cases whose key was wrapped to
// another identity of the member.
func addNames(ctx context.Context, b *casebook.Book, list []listedCase) (unread int, err error) {
	var ids []record.ID
	line := map[record.ID]*listedCase{}
	for i := range list {
		if id := list[i].docket.Case; list[i].reads {
			ids, line[id] = append(ids, id), &list[i]
		}
	}
	err = b.EachName(ctx, ids, func(id record.ID, name string, whole bool, err error) error {
		switch {
		case errors.Is(err, casebook.ErrOtherKey):
			unread++
			return nil
		case errors.Is(err, casebook.ErrNoKey):
			return nil
		case b.LostCase(id, err):
			name = unreadName(err)
		case err != nil:
			return err
		case name == "" && !whole:
			name = notRead
		}
		line[id].name = name
		return nil
	})
	return unread, err
}

func printList(app *App, list []listedCase, lost []record.ID) error {
	if app.global.json {
		out := []map[string]any{}
		for _, l := range list {
			fields := docketFields(l.docket)
			if l.name != "" {
				fields["name"] = l.name
			}
			out = append(out, fields)
		}
		return app.document("list",
			map[string]any{"cases": out, "damaged": append([]record.ID{}, lost...)})
	}
	for _, l := range list {
		d := l.docket
		worker := d.KeyWorker
		if worker == "" {
			worker = "nobody yet"
		}
		app.print("%s", strings.TrimRight(pad(d.Case.String(), 9)+"  "+pad(string(d.Status), 11)+
			"  "+d.Opened.String()+"  "+pad(worker, 12)+"  "+
			pad(strings.Join(d.Marks(), " "), 8)+"  "+l.name, " "))
	}
	for _, id := range lost {
		app.print("%s  damaged      its docket: not read in this copy", pad(id.String(), 9))
	}
	return nil
}

// pad fills a column with spaces.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-len([]rune(s))))
}
