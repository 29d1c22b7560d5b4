package report

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/storytest"
)

// stories returns the stories of testdata/stories.
func stories(t *testing.T) []*storytest.Story {
	t.Helper()
	all, err := storytest.All(filepath.Join("..", "..", "testdata", "stories"))
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// storyPage returns a case of a story as its reader sees it at an instant.
func storyPage(s *storytest.Story, told *storytest.Told, at time.Time) Page {
	c := cases.Fold(s.Input(told, at))
	return Page{Case: c, Duties: s.Duties(c), Names: s.Names(),
		LineManager: s.LineManager(c.Docket.KeyWorker), Leads: s.Has("lead"),
		// as where there is no terminal
		Tip: storytest.Tip, Made: s.End, Zone: s.Policy.Zone(), Width: 80}
}

// TestReportsOfStories compares the reports of each story, at its end and at the instant at which
// it looks back, with pages that somebody has read. TestStoriesArePlayed in cmd/casefile requires
// the same from the real command line.
func TestReportsOfStories(t *testing.T) {
	for _, s := range stories(t) {
		for _, told := range s.Cases {
			folder := filepath.Join("stories", s.Name, told.Name)
			if *update {
				if err := os.MkdirAll(filepath.Join("testdata", "golden", folder, "looks"),
					0o755); err != nil {
					t.Fatal(err)
				}
			}
			for _, k := range Kinds() {
				var then bytes.Buffer
				if err := Write(&then, k, Text, storyPage(s, told, s.Look)); err != nil {
					t.Fatal(err)
				}
				golden(t, filepath.Join(folder, "looks", k+".text"), then.Bytes())
				for _, f := range []Format{Text, Markdown, JSON, CSV} {
					page := write(t, k, f, storyPage(s, told, s.End))
					golden(t, filepath.Join(folder, k+"."+string(f)), []byte(page))
				}
			}
		}
	}
}

// Each page of a story has the style sheet, and the words of the same report in Markdown, which
// somebody has read. Only Tobi's pages have approved markup.
func TestPagesOfStories(t *testing.T) {
	for _, s := range stories(t) {
		for _, told := range s.Cases {
			for _, k := range Kinds() {
				p := storyPage(s, told, s.End)
				page := write(t, k, HTML, p)
				withoutStyle(t, page)
				if err := storytest.SameWords(page, write(t, k, Markdown, p)); err != nil {
					t.Errorf("%s, %s, %s: %v", s.Name, told.Name, k, err)
				}
			}
		}
	}
}
