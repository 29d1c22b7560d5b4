package cli

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"casefile/internal/casebook"
	"casefile/internal/record"
)

func runReaders(ctx context.Context, app *App, b *casebook.Book, id record.ID) error {
	list, err := b.Access(ctx, id)
	if err != nil {
		return err
	}
	d, err := b.Docket(ctx, id)
	if err != nil {
		return err
	}
	var now, once []casebook.Access
	for _, x := range list {
		if x.Reads {
			now = append(now, x)
		} else {
			once = append(once, x)
		}
	}
	if app.global.json {
		return app.document("readers", map[string]any{"case": string(id), "epoch": d.Newest(),
			"readers": accessFields(b, d, now), "former": accessFields(b, d, once)})
	}
	app.print("%s  can be read by %s", id, peopleWords(len(now)))
	for _, x := range now {
		printAccess(app, b, d, x)
	}
	if len(once) > 0 {
		app.print("Once it could be read by %s:", peopleWords(len(once)))
	}
	for _, x := range once {
		printAccess(app, b, d, x)
	}
	return nil
}

func printAccess(app *App, b *casebook.Book, d *record.Docket, x casebook.Access) {
	m, _ := b.Team().Member(x.Member)
	app.print("%s", fmt.Sprintf("  %-12s %-24s %-28s %s", x.Member, m.Name, roleWords(m.Roles),
		strings.Join(accessWords(b, d, x), ", ")))
}

// accessWords describes a member's access to a case.
func accessWords(b *casebook.Book, d *record.Docket, x casebook.Access) []string {
	day := func(t time.Time) string { return b.Policy().Today(t).String() }
	words := []string{"since " + day(x.Since)}
	switch {
	case x.Reads && len(x.Epochs) < casebook.EpochsKept(d):
		words = append(words, "epoch "+numbers(x.Epochs)+" only")
	case !x.Reads && len(x.Epochs) > 0:
		words = append(words, "still epoch "+numbers(x.Epochs))
	case !x.Reads && x.Until.IsZero():
		words = []string{"from " + day(x.Since) + " until it was destroyed"}
	case !x.Reads:
		words = []string{"from " + day(x.Since) + " to " + day(x.Until),
			"up to epoch " + strconv.Itoa(slices.Max(x.Held))}
	}
	if x.Reads && x.Member == d.KeyWorker {
		words = append(words, "key worker")
	}
	if x.Outdated {
		words = append(words, "with a recipient given up since: grant it again")
	}
	if m, ok := b.Team().Member(x.Member); ok && !m.Active() {
		words = append(words, "left the team "+day(m.Left))
	}
	return words
}

func accessFields(b *casebook.Book, d *record.Docket, list []casebook.Access) []map[string]any {
	out := []map[string]any{}
	for _, x := range list {
		m, _ := b.Team().Member(x.Member)
		out = append(out, map[string]any{"member": x.Member, "name": m.Name, "roles": m.Roles,
			"key_worker": x.Member == d.KeyWorker,
			"since":      x.Since, "until": orNoTime(x.Until), "epochs": orEmpty(x.Epochs),
			"held":     x.Held,
			"outdated": x.Outdated, "left": orNoTime(m.Left)})
	}
	return out
}

func peopleWords(n int) string {
	switch n {
	case 0:
		return "nobody"
	case 1:
		return "1 person"
	}
	return strconv.Itoa(n) + " people"
}

func numbers(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = strconv.Itoa(n)
	}
	return record.Enumerated(words)
}

func orNoTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
