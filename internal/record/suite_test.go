package record

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"casefile/internal/testenv"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

type suiteGroup struct {
	Description string
	Schema      any
	Tests       []struct {
		Description string
		Data        any
		Valid       bool
	}
}

// TestSchemaSuite runs the JSON Schema suite of draft 2020-12 with the compiler that agencies'
// schemas get. What the suite would fetch from another address is refused, as everywhere.
func TestSchemaSuite(t *testing.T) {
	module := testenv.ModuleDir(t, "github.com/google/jsonschema-go")
	files, err := filepath.Glob(filepath.Join(module, "jsonschema/testdata/draft2020-12/*.json"))
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	judged, refused := 0, 0
	for _, path := range files {
		for _, g := range readSuite(t, path) {
			schema, err := suiteSchema(t, g.Schema)
			var far *jsonschema.LoadURLError
			if errors.As(err, &far) && strings.HasPrefix(far.URL, "http://localhost:1234/") {
				refused++
				continue
			}
			if err != nil {
				t.Errorf("%s, %s: %v", filepath.Base(path), g.Description, err)
				continue
			}
			for _, c := range g.Tests {
				judged++
				if err := schema.Validate(c.Data); (err == nil) != c.Valid {
					t.Errorf("%s, %s, %s: valid is %t, %v", filepath.Base(path), g.Description,
						c.Description, c.Valid, err)
				}
			}
		}
	}
	if judged != 1055 || refused != 20 {
		t.Errorf("%d judged, %d schemas refused", judged, refused)
	}
}

func readSuite(t *testing.T, path string) []suiteGroup {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var groups []suiteGroup
	d := json.NewDecoder(file)
	d.UseNumber()
	if err := d.Decode(&groups); err != nil {
		t.Fatal(err)
	}
	return groups
}

func suiteSchema(t *testing.T, schema any) (*jsonschema.Schema, error) {
	t.Helper()
	l := newLibrary(nil)
	if err := l.compiler.AddResource(agencyBase+"suite.json", schema); err != nil {
		t.Fatal(err)
	}
	return l.compile(agencyBase + "suite.json")
}
