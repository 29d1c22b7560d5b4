package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// golden reads the index of one topic of testdata/vectors into to.
func golden(t *testing.T, topic string, to any) (folder string) {
	t.Helper()
	folder = filepath.Join("..", "..", "testdata", "vectors", topic)
	data, err := os.ReadFile(filepath.Join(folder, "index.json"))
	if err == nil {
		err = json.Unmarshal(data, to)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// docketFacts is a docket as the index tells it.
type docketFacts struct {
	Case         ID
	Opened       string
	KeyWorker    string `json:"key_worker"`
	Status       Status
	ServiceEnded string `json:"service_ended"`
	RetainUntil  string `json:"retain_until"`
	Blocks       []string
	Pending      ID
	Policy       int
	Keys         []Epoch
}

func factsOf(d *Docket) docketFacts {
	return docketFacts{d.Case, d.Opened.String(), d.KeyWorker, d.Status, d.ServiceEnded.String(),
		d.RetainUntil.String(),
		append([]string{}, d.Blocks...), d.Pending, d.Policy, d.Keys}
}

func TestDocketVectors(t *testing.T) {
	var index struct {
		Vectors []struct {
			Name, Expect string
			Facts        docketFacts
		}
	}
	folder := golden(t, "docket", &index)
	for _, v := range index.Vectors {
		data, err := os.ReadFile(filepath.Join(folder, v.Name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		d, err := ParseDocket(data)
		switch {
		case v.Expect != "":
			if !errors.Is(err, ErrDocket) {
				t.Errorf("%s: want a refusal, got %+v, %v", v.Name, d, err)
			}
		case err != nil:
			t.Errorf("%s: %v", v.Name, err)
		case !reflect.DeepEqual(factsOf(d), v.Facts) || !bytes.Equal(d.Encode(), data):
			t.Errorf("%s: got %+v\nwant %+v\nand %q", v.Name, factsOf(d), v.Facts, d.Encode())
		}
	}
}

func TestIDVectors(t *testing.T) {
	var index struct {
		Prefixes []struct{ Typed, Want, Expect string }
		IDs      []struct {
			Text   ID
			Expect string
		}
		Files []struct {
			Name, Expect string
			Recorded     time.Time
			ID           ID
			Attachment   bool
		}
	}
	golden(t, "id", &index)
	for _, v := range index.Prefixes {
		if got, err := ParsePrefix(v.Typed); got != v.Want ||
			errors.Is(err, ErrID) != (v.Expect != "") {
			t.Errorf("typed %q: %q, %v; want %q", v.Typed, got, err, v.Want)
		}
	}
	for _, v := range index.IDs {
		if v.Text.Valid() != (v.Expect == "") {
			t.Errorf("%q: valid is %v", string(v.Text), v.Text.Valid())
		}
	}
	for _, v := range index.Files {
		recorded, id, attachment, ok := ParseFileName(v.Name)
		if ok != (v.Expect == "") {
			t.Errorf("%q: taken for an entry: %v", v.Name, ok)
		} else if ok && (!recorded.Equal(v.Recorded) || id != v.ID || attachment != v.Attachment ||
			FileName(v.Recorded, id, attachment) != v.Name) {
			t.Errorf("%q: %v %s %v", v.Name, recorded, id, attachment)
		}
	}
}

func TestOccurredVectors(t *testing.T) {
	var index struct {
		Vectors []struct {
			Text, Zone, Expect string
			Earliest, Latest   time.Time
			About              bool
		}
	}
	golden(t, "occurred", &index)
	for _, v := range index.Vectors {
		o, err := ParseOccurred(v.Text)
		if v.Expect != "" {
			if !errors.Is(err, ErrDate) {
				t.Errorf("%q: want a refusal, got %+v, %v", v.Text, o, err)
			}
			continue
		}
		zone, zoneErr := time.LoadLocation(v.Zone)
		if err != nil || zoneErr != nil {
			t.Errorf("%q: %v, %v", v.Text, err, zoneErr)
			continue
		}
		if from, to := o.Earliest(zone), o.Latest(zone); !from.Equal(v.Earliest) ||
			!to.Equal(v.Latest) || o.About != v.About {
			t.Errorf("%q: %v to %v (about %v), want %v to %v", v.Text, from.UTC(), to.UTC(),
				o.About, v.Earliest, v.Latest)
		}
	}
}
