package cli

import (
	"casefile/internal/casebook"
	"casefile/internal/record"
)

// saved says what was recorded: a line for each entry, or one JSON document.
func saved(app *App, command string, done *casebook.Done) error {
	if app.global.json {
		return app.document(command, doneFields(done))
	}
	for _, c := range done.Change.Cases {
		for _, e := range c.Entries {
			app.print("%s/%s  %s recorded by %s", c.Docket.Case, e.Entry.ID, e.Entry.Kind,
				e.Entry.By)
		}
	}
	sayLinked(app, done.Change.LinkedCases())
	return nil
}

func doneFields(done *casebook.Done) map[string]any {
	entries := []map[string]any{}
	out := map[string]any{"commit": done.Commit, "op": done.Change.Op}
	acted := done.Change.Acted()
	for _, c := range acted {
		out["case"], out["docket"] = string(c.Docket.Case), docketFields(&c.Docket)
		for _, e := range c.Entries {
			entries = append(entries,
				map[string]any{"id": string(e.Entry.ID), "case": string(c.Docket.Case),
					"kind":   e.Entry.Kind,
					"sha256": e.SHA256, "recorded": e.Entry.Recorded})
		}
		for _, f := range c.Attached {
			entries = append(entries,
				map[string]any{"id": string(f.ID), "kind": "file", "sha256": f.SHA256})
		}
	}
	out["entries"], out["findings"] = entries, append(record.Findings{}, done.Advice...)
	if linked := done.Change.LinkedCases(); len(linked) > 0 {
		out["linked"] = caseNames(linked)
	}
	if len(acted) > 1 { // each entry then names its own
		delete(out, "case")
		delete(out, "docket")
		var dockets []map[string]any
		for _, c := range acted {
			dockets = append(dockets, docketFields(&c.Docket))
		}
		out["dockets"] = dockets
	}
	return out
}

func docketFields(d *record.Docket) map[string]any {
	blocks := d.Blocks
	if blocks == nil {
		blocks = []string{}
	}
	holds := make([]string, len(d.Holds))
	for i, id := range d.Holds {
		holds[i] = string(id)
	}
	return map[string]any{"holds": holds, "case": string(d.Case), "opened": d.Opened,
		"key_worker": orNil(d.KeyWorker), "status": string(d.Status),
		"service_ended": orNil(d.ServiceEnded.String()),
		"retain_until":  orNil(d.RetainUntil.String()), "blocks": blocks,
		"pending": orNil(string(d.Pending)), "policy": d.Policy, "epoch": d.Newest(),
		"readers": d.Readers()}
}

func orNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// orEmpty returns an empty list for nil, so that JSON has no null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
