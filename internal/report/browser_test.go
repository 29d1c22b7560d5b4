package report

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"casefile/internal/duty"
	"casefile/internal/storytest"
)

// TestPagesInBrowser opens the HTML reports of the stories in a headless Chromium. Each must have
// what a reader or printer needs: headings in order, words for every picture, nothing cut at the
// edge of the paper. It must have no script, no complaint of the browser and no request beyond the
// file itself. Screenshots go to the test's folder: go test -artifacts keeps them.
func TestPagesInBrowser(t *testing.T) {
	tab := newTab(t)
	for _, s := range stories(t) {
		for _, told := range s.Cases {
			for _, kind := range Kinds() {
				t.Run(s.Name+"/"+told.Name+"/"+kind, func(t *testing.T) {
					var html bytes.Buffer
					if err := Write(&html, kind, HTML, storyPage(s, told, s.End)); err != nil {
						t.Fatal(err)
					}
					for _, wrong := range tab.look(t, html.Bytes()) {
						t.Error(wrong)
					}
				})
			}
		}
	}
}

// TestSheetsInBrowser opens the reports about many cases in the same way.
func TestSheetsInBrowser(t *testing.T) {
	tab := newTab(t)
	for _, s := range stories(t) {
		load := &Caseload{Names: s.Names(), Levels: s.Policy.Risk.Levels, Zone: s.Policy.Zone()}
		var audit, handover []Part
		for _, told := range s.Cases {
			p := storyPage(s, told, s.Look)
			load.Add(duty.RowOf(p.Case))
			audit = append(audit, AuditPart(p, p.Case.Docket.Readers()))
			handover = append(handover,
				HandoverPart(p, p.Case.Docket.Readers(), s.Policy.MinReaders()))
		}
		for name, parts := range map[string][]Part{"caseload": load.Parts(HTML), "audit": audit,
			"handover": handover} {
			t.Run(s.Name+"/"+name, func(t *testing.T) {
				var html bytes.Buffer
				sheet := Sheet{Name: name, Title: name, About: s.Name, AsAt: s.Look, Made: s.End,
					Zone: s.Policy.Zone(), Tip: storytest.Tip, Parts: parts}
				if err := WriteSheet(&html, HTML, sheet); err != nil {
					t.Fatal(err)
				}
				for _, wrong := range tab.look(t, html.Bytes()) {
					t.Error(wrong)
				}
			})
		}
	}
}

// tab is one browser, with its complaints and requests.
type tab struct {
	ctx   context.Context
	mu    sync.Mutex
	heard []string
}

// chromium returns the browser's program under the names that it has.
func chromium() (string, bool) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome",
		"google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, true
		}
	}
	return "", false
}

func newTab(t *testing.T) *tab {
	t.Helper()
	path, ok := chromium()
	if !ok {
		t.Skip("there is no Chromium here, so no page was opened in a browser; the Debian " +
			"package chromium has it")
	}
	// Not the test's own context: that ends before the browser is asked to close.
	ctx, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(stop)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("no-sandbox", os.Geteuid() == 0)) // root has no sandbox to run in
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() { // when asked to close, it leaves its folder before that is removed
		if err := chromedp.Cancel(ctx); err != nil {
			t.Log(err)
		}
	})
	b := &tab{ctx: ctx}
	chromedp.ListenTarget(ctx, b.hear)
	if err := chromedp.Run(ctx, network.Enable(), cdplog.Enable()); err != nil {
		t.Fatalf("%s does not start: %v", path, err)
	}
	return b
}

// hear notes forbidden events of a page.
func (b *tab) hear(event any) {
	said := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		said = "it writes to the console"
	case *runtime.EventExceptionThrown:
		said = "it throws " + e.ExceptionDetails.Text
	case *cdplog.EventEntryAdded:
		said = "it is complained of: " + e.Entry.Text
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file:") && !strings.HasPrefix(e.Request.URL,
			"data:") || e.Type != network.ResourceTypeDocument {
			said = "it asks for " + e.Request.URL
		}
	}
	if said != "" {
		b.mu.Lock()
		b.heard = append(b.heard, said)
		b.mu.Unlock()
	}
}

// told is a page's answer about itself.
type told struct {
	Levels  []int    `json:"levels"`
	Mute    []string `json:"mute"`
	Foreign []string `json:"foreign"`
	Cut     []string `json:"cut"`
	Bare    []string `json:"bare"`
}

// question is asked at the width of the paper, as printed.
const question = `(() => {
	const all = s => [...document.querySelectorAll(s)];
	const name = e => e.tagName + "." + e.className + " " + (e.textContent || "").slice(0, 40);
	const edge = document.documentElement.clientWidth + 1;
	return {
		levels: all("h1,h2,h3,h4,h5,h6").map(h => Number(h.tagName[1])),
		mute: all("svg").filter(e => e.getAttribute("role") !== "img" || !e.getAttribute("aria-label"))
			.concat(all("img").filter(e => !e.alt)).map(name),
		foreign: all("script, iframe, object, embed, link, form, [src], [onclick], [onload]").map(name),
		cut: all("body *").filter(e => !e.closest(".spoken") && !e.closest("svg") && e.getBoundingClientRect().right > edge).map(name),
		bare: all("table").filter(t => !t.querySelector("thead th[scope=col]")).map(name),
	};
})()`

// paper is the width of A4 without its margins, at 96 dots an inch; style.css.
const paper = (210 - 2*14) * 960 / 254

// look opens a page, keeps its screenshot, and returns its faults.
func (b *tab) look(t *testing.T, html []byte) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, html, 0o600); err != nil {
		t.Fatal(err)
	}
	b.heard = nil
	var answer told
	var pdf, screen []byte
	err := chromedp.Run(b.ctx,
		chromedp.EmulateViewport(1100, 900),
		chromedp.Navigate((&url.URL{Scheme: "file", Path: file}).String()),
		chromedp.FullScreenshot(&screen, 100),
		emulation.SetEmulatedMedia().WithMedia("print"), chromedp.EmulateViewport(paper, 900),
		chromedp.Evaluate(question, &answer),
		emulation.SetEmulatedMedia().WithMedia(""),
		chromedp.ActionFunc(func(ctx context.Context) (err error) {
			pdf, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
			return err
		}))
	if err != nil {
		t.Fatal(err)
	}
	keepPage(t, screen, pdf)
	b.mu.Lock()
	defer b.mu.Unlock()
	return append(answer.wrong(len(sheetMark.FindAll(pdf, -1))), b.heard...)
}

// sheetMark begins the object of one page in a PDF.
var sheetMark = regexp.MustCompile(`/Type\s*/Page\b[^s]`)

// wrong checks that there is one h1 before all other headings, that no heading skips a level, and
// that there is at least one sheet of paper.
func (a told) wrong(sheets int) []string {
	var out []string
	last := 0
	for i, level := range a.Levels {
		if (level == 1) != (i == 0) || level > last+1 {
			out = append(out, fmt.Sprintf("its headings are of the levels %v", a.Levels))
			break
		}
		last = level
	}
	if len(a.Levels) == 0 {
		out = append(out, "it has no heading")
	}
	for _, what := range []struct {
		said string
		of   []string
	}{{"no words for", a.Mute}, {"no place in a page for", a.Foreign},
		{"cut at the edge of the paper:", a.Cut}, {"no heads of columns in", a.Bare}} {
		for _, e := range what.of {
			out = append(out, what.said+" "+e)
		}
	}
	if sheets < 1 {
		out = append(out, "it prints on no sheet")
	}
	return out
}

// keepPage writes a page beside the test, under its name.
func keepPage(t *testing.T, screen, pdf []byte) {
	t.Helper()
	name := filepath.Join(t.ArtifactDir(), strings.ReplaceAll(t.Name(), "/", "-"))
	for ending, data := range map[string][]byte{".png": screen, ".pdf": pdf} {
		if err := os.WriteFile(name+ending, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The checks find all these faults on a page.
func TestBrowserFindsFaults(t *testing.T) {
	b := newTab(t)
	bad := `<!DOCTYPE html><title>bad</title><h2>first</h2><h1>second</h1><svg></svg><img src="other.png">
<table><tr><td>bare</table><div style="width: 60rem">wide</div><script>console.log("told"); nothing()</script>`
	said := strings.Join(b.look(t, []byte(bad)), "\n")
	for _, want := range []string{"levels [2 1]", "no words for svg", "no words for IMG",
		"for SCRIPT", "edge of the paper: DIV", "columns in TABLE",
		"asks for file:", "writes to the console", "throws"} {
		if !strings.Contains(said, want) {
			t.Errorf("nothing was said of %q:\n%s", want, said)
		}
	}
	if fine := b.look(t,
		[]byte(`<!DOCTYPE html><title>good</title><h1>one</h1><h2>two</h2><p>text`)); len(
		fine) > 0 {
		t.Errorf("of a good page was said: %q", fine)
	}
}
