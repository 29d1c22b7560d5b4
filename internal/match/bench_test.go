package match

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkFind seeks fifty people with an address and a number each in a text of 2 KiB.
func BenchmarkFind(b *testing.B) {
	f := NewFinder[int]()
	for i := range 50 {
		name := fmt.Sprintf("%s %sson", firstOf(i), strings.Repeat(string(rune('A'+i%26)), 3))
		f.Seek(i, Forms(name, nil))
		f.Seek(i, AddressForms(fmt.Sprintf("%d %s Lane, Westmoor M%d 9PL", i, firstOf(i), i)))
		f.Seek(i, ContactForms(fmt.Sprintf("0161 496 %04d", i)))
	}
	text := strings.Repeat("Rang Dana at 14:30, who said that the boiler is **mended**. ", 35)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		f.Find(text)
	}
}

// BenchmarkLoose is the same by sound.
func BenchmarkLoose(b *testing.B) {
	l := NewLoose[int]()
	for i := range 50 {
		l.Seek(i, firstOf(i)+" Quillson")
	}
	text := strings.Repeat("Rang Dana at 14:30, who said that the boiler is **mended**. ", 35)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l.Find(text)
	}
}

// firstOf returns a first name by number.
func firstOf(i int) string {
	names := strings.Fields(`Aaron Brenda Callum Dana Elena Farah Gareth Hamza Irene Jasmin Kieran
		Laila Marcus Nadia Olga Pablo Rahul Selina Tariq Ulla Valerie Wayne Xenia Yasmin Zofia`)
	return names[i%len(names)]
}
