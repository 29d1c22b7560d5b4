package access

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"casefile/internal/cases"
	"casefile/internal/disclose"
	"casefile/internal/record"
)

// large returns a record of n entries of about 2 KB each, in which the people of the profile and a
// neighbour who must go are named again and again.
func large(t testing.TB, n int) CopyMaker {
	t.Helper()
	r := recorded(t)
	r.add("asha", "profile", leila, "")
	r.add("asha", "access-request", askedBy("Dana Kerr", "parent",
		"child_understands: yes\nchild_wish: She agrees.\n"), "")
	const words = "At school she was tired again, and said little about the weekend. " +
		"[Mrs Quill]{.third-party} walked with her; her mother Dana Kerr came at four. "
	for i := len(r.items); i < n; i++ {
		kind, front := "note", fmt.Sprintf("headline: Visit %d to the home\n", i)
		if i%20 == 0 {
			kind, front = "concern", concernFront+"about: Leila\nseen_or_heard: Late.\n"
		}
		at := began.Add(time.Duration(i) * time.Minute)
		text := fmt.Sprintf("---\nid: %s\ncase: %s\nkind: %s\nrecorded: %s\nby: asha\n"+
			"nonce: 5XJ0V3N8R2M6T4Q9W1Z7Y0K8BC\n%s---\n## Facts\nF1: %s\n", manyID(i),
			string(caseID), kind,
			at.Format(time.RFC3339), front, strings.Repeat(words, 2048/len(words)))
		e, err := r.kinds.Decode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		r.items = append(r.items, cases.Item{Entry: e, Author: "asha", Op: "add", Committed: at,
			Seq:    i + 1,
			SHA256: fmt.Sprintf("%064x", i)})
	}
	m := r.maker()
	m.AsAt = began.Add(time.Duration(n+1) * time.Minute)
	m.Decided = append(m.Decided, disclose.Decision{Do: disclose.DoRemove,
		Exemption: disclose.ThirdParty})
	for _, name := range []string{"Dana Kerr", "Owen Tarn", "Samir Kerr", "Hana Kerr",
		"Ruth Boyle", "Ann Lind", "Mina Hall"} {
		m.Decided = append(m.Decided, disclose.Decision{Name: name, Do: disclose.DoKeep, Seq: n +
			1})
	}
	m.Decided = append(m.Decided, disclose.Decision{Name: "Mrs Quill", Do: disclose.DoRemove,
		Exemption: disclose.ThirdParty})
	for i, it := range r.items {
		do, exemption := disclose.DoKeep, "" // of what could tell of it, too
		if gated(&it) && i%40 == 0 {
			do, exemption = disclose.DoWithhold, disclose.ChildAbuse
		}
		m.Decided = append(m.Decided, disclose.Decision{Entry: it.ID, Do: do, Exemption: exemption,
			Seq: n + 1})
	}
	return m
}

// manyID returns the nth ID of a large record.
func manyID(n int) string {
	const symbols = "23456789GHJKMNPQRSTVWYZ"
	id := []byte("7K2M2222")
	for at := 7; n > 0; at-- {
		id[at] = symbols[n%len(symbols)]
		n /= len(symbols)
	}
	return string(record.ID(id))
}

// BenchmarkCopy makes the copy of a case of 2,000 entries.
func BenchmarkCopy(b *testing.B) {
	m := large(b, 2000)
	for b.Loop() {
		if _, _, err := m.Copy(); err != nil {
			b.Fatal(err)
		}
	}
}
