package match

import (
	"slices"
	"strings"
	"sync"
)

// title reports whether a word stands before a name, and is no part of it.
func title(w string) bool { return titleWords()[w] }

// common reports whether a word names nobody, though it may begin with a capital
// letter.
func common(w string) bool { return commonWords()[w] }

// setOf returns a table of words, made when it is first asked: most commands ask none.
func setOf(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		out := map[string]bool{}
		for _, w := range strings.Fields(words) {
			out[w] = true
		}
		return out
	})
}

// Tables of words, which are never written to.
var (
	titleWords = setOf(`mr mrs ms miss mx dr mister missus madam master prof professor sir lady
		rev revd reverend pc sgt nurse
		mme mlle madame monsieur herr frau senor senora senorita signor signora sr sra pan pani`)
	particleWords = setOf(`van von der den de del della di da la le du al el bin ibn bint ter ten
		y e ap ab abu af av dos das los las zu zum zur`)
	commonWords = setOf(`
		a an and at by for from he her his in it its of on or our she the their they this to
		us we who with
		i me my myself own unknown none nobody not
		mother father mum mam mom dad daddy mummy parent parents stepmother stepfather
		sister brother sibling siblings
		aunt auntie uncle cousin nan nana nanny gran granny grandma grandmother grandad
		grandfather grandparent
		child children baby boy girl son daughter friend friends family partner wife husband
		boyfriend girlfriend carer carers
		foster neighbour neighbours neighbor landlord lodger visitor stranger caller
		somebody someone anonymous
		school teacher teaching head nursery doctor gp health visitor social worker police
		officer hospital clinic court
		detective constable sergeant inspector guardian midwife consultant clerk
		class form tutor assistant youth support designated duty deputy practitioner keyworker
		advocate solicitor judge coach driver escort chair supervisor therapist psychologist
		psychiatrist paediatrician counsellor mentor volunteer staff receptionist secretary
		governor matron
		key manager team lead dsl csc both all younger older elder half step former ex new
		monday tuesday wednesday thursday friday saturday sunday
		january february march july september october november december`)
	ordinaryWords = setOf(`
		april art august autumn banks bell best bill black bond bright brook brown bush case
		chance christian church close cook cross dale day days dean drew english fair faith
		farmer field fields fisher ford forest fox frank gene gold good grace grant gray
		green grey guy hall hand hardy heath hill holly hope house hunt hunter ivy jack joy
		june kind king knight lake lamb lane law lee light little long love major man mark
		marsh may miles moon night noble north page park pat patience penny pike pine pope
		potter power price prince read reed rich robin rose ruby rush sage sharp short small
		smart snow star stone storm street strong sue summer sweet swift tanner taylor
		temple trinity victor violet walker wall ward waters way weaver wells west white
		wild will wise wood woods worth young`)
)

// month reports whether a word is a month that is also somebody's name. Among
// other words it is taken for the month.
func month(w string) bool { return slices.Contains([]string{"april", "may", "june", "august"}, w) }

// ordinary reports whether a word is a name too. Only with a capital letter, or
// behind a title, does it count as one.
func ordinary(w string) bool { return ordinaryWords()[w] }

// particle reports whether a word is part of a surname, and alone names nobody.
func particle(w string) bool { return particleWords()[w] }

func onlyDigits(w string) bool { return strings.Trim(w, "0123456789") == "" }
