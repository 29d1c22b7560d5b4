package duty

import (
	"testing"

	"casefile/internal/cases"
	"casefile/internal/record"
)

// A line manager's endorsement is theirs, then of who covers for them, of any manager, of
// any senior. Managers and seniors who read the case may give one; nobody may of a text of
// their own, or twice. Once it is late every senior who reads the case is told.
func TestLineEndorsement(t *testing.T) {
	check(t, `
big                | decision               | mina > asha             | line manager    | SIGN/NEXT | line about=asha
big                | decision late          | mina > asha judith tom  | line manager    | SIGN/LATE | line
big                | decision late !judith  | mina > asha tom         | line manager    | SIGN/LATE | line
big judith<tom     | decision late          | mina > asha judith tom  | line manager    | SIGN/LATE | line
big -judith        | decision late          | mina > asha tom         | line manager    | SIGN/LATE | line
big                | decision by=judith late | mina > asha judith tom | line manager    | SIGN/LATE | line about=judith
big                | decision spoke=tom late | mina > asha judith tom | line manager    | SIGN/LATE | line
big mina<owen      | decision               | owen* > asha mina       | covers for Mina | SIGN/NEXT | line for=mina
big mina<owen      | decision late          | owen* > asha judith mina tom | covers for Mina | SIGN/LATE | line for=mina
big mina<judith    | decision               | judith* > asha mina     | covers for Mina | SIGN/NEXT | line for=mina
big mina<judith    | decision late          | judith* > asha mina tom | covers for Mina | SIGN/LATE | line for=mina
big mina<nia nia<judith | decision          | judith* > asha mina nia | covers for Mina | SIGN/NEXT | line for=mina
big mina<nia       | decision               | owen* > asha mina nia   | manager: Mina is away | SIGN/NEXT | line
big mina<lena      | decision               | owen* > asha lena mina  | Mina is away    | SIGN/NEXT | line
big mina<ben       | decision               | owen* > asha mina       | Mina is away    | SIGN/NEXT | line
big mina<owen      | decision !owen         | judith tom* > asha mina | Mina is away    | SIGN/NEXT | line
big mina<owen owen<mina | decision          | judith tom* > asha mina owen | senior manager | SIGN/NEXT | line
big mina<<owen     | decision               | mina > asha             | line manager    | SIGN/NEXT | line
big -mina          | decision               | owen* > asha            | Mina has left   | SIGN/NEXT | line
big                | decision !mina         | owen* > asha            | Mina can't read | SIGN/NEXT | line
big mina=caseworker | decision              | owen* > asha mina       | Mina may not do it | SIGN/NEXT | line
big mina=lead      | decision               | owen* > asha mina       | Mina may not do it | SIGN/NEXT | line
big                | decision by=mina       | owen* > asha mina       | Mina wrote it   | SIGN/NEXT | line about=mina
big -owen          | decision by=mina       | judith tom* > asha mina | Mina wrote it   | SIGN/NEXT | line
big owen<judith    | decision by=mina       | judith tom* > asha mina | senior manager  | SIGN/NEXT | line
big -owen          | decision by=mina !judith | tom* > asha mina      | Mina wrote it   | SIGN/NEXT | line
big -owen judith<rita | decision by=mina    | tom* > asha mina        | senior manager  | SIGN/NEXT | line
big -owen judith<rita tom<rita | decision by=mina | nobody > asha judith mina tom | Mina wrote it | -/NOW | line
big -owen judith<rita tom<rita | decision by=mina late | nobody > asha judith mina tom | nobody is left | -/NOW | line
big -mina -owen    | decision               | judith tom* > asha      | Mina has left   | SIGN/NEXT | line
big -mina -owen    | decision late          | judith tom* > asha      | senior manager  | SIGN/LATE | line
big -mina -owen    | decision !tom          | judith* > asha          | senior manager  | SIGN/NEXT | line
big -mina -owen    | decision !judith !tom  | nobody > asha judith lena nia rita tom | Judith can't read | -/NOW | line
big -mina -owen    | decision by=tom        | judith* > asha          | Mina has left   | SIGN/NEXT | line
big asha/          | decision               | mina owen* > asha       | no line manager | SIGN/NEXT | line
big asha/ -mina    | decision               | owen* > asha            | no line manager | SIGN/NEXT | line
big asha/lena      | decision               | mina owen* > asha lena  | Lena may not do it | SIGN/NEXT | line
big asha/tom       | decision               | tom > asha              | line manager    | SIGN/NEXT | line
big asha/tom       | decision late          | tom > asha judith       | line manager    | SIGN/LATE | line
big                | decision spoke=mina    | owen* > asha mina       | Mina has had their | SIGN/NEXT | line
big                | decision spoke=mina spoke=owen | judith tom* > asha mina | Mina has had their | SIGN/NEXT | line
big                | decision by=nia        | mina > asha             | line manager    | SIGN/NEXT | line about=nia
big asha<nia       | decision by=nia        | mina > asha nia         | line manager    | SIGN/NEXT | line
big                | decision cover=nia     | mina > asha nia         | line manager    | SIGN/NEXT | line
big                | decision cover=owen mina<owen | mina > asha owen | line manager    | SIGN/NEXT | line
big -asha          | decision               | mina                    | line manager    | SIGN/-    | line
big -asha          | decision late          | mina > judith tom       | line manager    | SIGN/LATE | line
big                | decision closing       | mina > asha             | line manager    | SIGN/NEXT | line
big                | decision closed        | none                    |                 | -/-
big                | decision kw=mina by=mina | tom > mina            | line manager    | SIGN/NEXT | line
big tom<judith     | decision kw=mina by=mina | judith* > mina tom    | covers for Tom  | SIGN/NEXT | line for=tom
big -tom           | decision kw=mina by=mina | owen* > mina          | Tom has left    | SIGN/NEXT | line
big                | decision kw=judith by=judith | mina owen* > judith | no line manager | SIGN/NEXT | line
big -mina -owen    | decision kw=judith by=judith | tom* > judith     | senior manager  | SIGN/NEXT | line
big                | decision intake by=lena | nobody > judith lena tom | no line manager | -/NOW   | line
big                | decision intake by=lena +owen | owen*            | no line manager | SIGN/-    | line
big                | decision intake by=lena +judith | judith*        | senior manager  | SIGN/-    | line
big                | decision destroyed     | none                    |                 | -/-

# Smaller teams and other profiles. Everywhere a decision needs one line endorsement.
four               | decision               | mina > asha          | line manager    | SIGN/NEXT | line
four               | decision late          | mina > asha judith   | line manager    | SIGN/LATE | line
four               | decision by=mina       | judith* > asha mina  | Mina wrote it   | SIGN/NEXT | line
four mina<judith   | decision               | judith* > asha mina  | covers for Mina | SIGN/NEXT | line for=mina
four -mina         | decision               | judith* > asha       | Mina has left   | SIGN/NEXT | line
four -mina judith<asha | decision           | nobody > asha judith | Judith is away  | -/NOW     | line
four               | decision kw=mina by=mina | judith > mina      | line manager    | SIGN/NEXT | line
four -mina         | decision kw=judith by=judith | nobody > judith | Judith wrote it | -/NOW    | line
small four         | decision               | mina > asha          | line manager    | SIGN/NEXT | line
small four -mina   | decision late          | judith* > asha       | senior manager  | SIGN/LATE | line
small pair         | decision               | judith > asha        | line manager    | SIGN/NEXT | line
small pair         | decision by=judith     | nobody > asha judith | Judith wrote it | -/NOW     | line
small pair judith<asha | decision by=asha   | nobody > asha judith | Judith is away  | -/NOW     | line
informal four      | decision late          | mina > asha judith   | line manager    | SIGN/LATE | line
informal four      | decision by=mina       | judith* > asha mina  | Mina wrote it   | SIGN/NEXT | line
informal solo      | decision kw=judith by=judith | nobody > judith | nobody is left | -/NOW     | line

# A text that answers a return goes back to whoever returned it, where they are able.
big                | decision answers=mina  | mina > asha             | an earlier      | BACK/NEXT | line
big                | decision answers=mina late | mina > asha judith tom | an earlier   | BACK/LATE | line
big                | decision answers=owen  | owen > asha mina        | an earlier      | BACK/NEXT | line
big                | decision answers=judith | judith > asha mina     | an earlier      | BACK/NEXT | line
big mina<owen      | decision answers=judith | judith > asha mina owen | an earlier     | BACK/NEXT | line
big mina<owen      | decision answers=mina  | owen* > asha mina       | covers for Mina | SIGN/NEXT | line for=mina
big -owen          | decision answers=owen  | mina > asha             | line manager    | SIGN/NEXT | line
big                | decision answers=owen !owen | mina > asha        | line manager    | SIGN/NEXT | line
big owen=caseworker | decision answers=owen | mina > asha             | line manager    | SIGN/NEXT | line
big                | decision answers=owen spoke=owen | mina > asha   | line manager    | SIGN/NEXT | line
big                | decision answers=owen by=owen | mina > asha      | line manager    | SIGN/NEXT | line
big                | decision answers=zoe   | mina > asha             | line manager    | SIGN/NEXT | line
small four         | decision answers=judith | judith > asha mina     | an earlier      | BACK/NEXT | line
informal four -mina | decision answers=mina | judith* > asha          | Mina has left   | SIGN/NEXT | line
`)
}

// What a docket waits for: a closure, a disposal, an erasure. At line level a senior must
// not sign where that leaves nobody to sign as a senior.
func TestWhatTheDocketWaitsFor(t *testing.T) {
	check(t, `
# The closure of casework: line, then senior.
big                | closure             | mina > asha             | line manager    | SIGN/NEXT | line
big                | closure late        | mina > asha judith tom  | line manager    | SIGN/LATE | line
big                | closure unread      | mina > asha             | line manager    | SIGN/NEXT | line
big                | closure unfolded    | mina > asha             | line manager    | SIGN/NEXT | line
big mina<owen      | closure             | owen* > asha mina       | covers for Mina | SIGN/NEXT | line for=mina
big mina<judith    | closure             | judith* > asha mina     | covers for Mina | SIGN/NEXT | line for=mina +level
big mina<judith    | closure unread late | judith* > asha mina tom | covers for Mina | SIGN/LATE | line for=mina +level
big mina<judith -tom | closure           | owen* > asha judith mina | Mina is away   | SIGN/NEXT | line
big mina<judith    | closure !tom        | owen* > asha judith mina | Mina is away   | SIGN/NEXT | line
big mina<judith -tom -owen | closure     | nobody > asha judith mina | the only senior | -/NOW   | line +level
big mina<judith tom<rita -owen | closure | judith* > asha mina     | covers for Mina | SIGN/NEXT | line for=mina +level
big -mina -owen    | closure             | judith tom* > asha      | Mina has left   | SIGN/NEXT | line +level
big -mina -owen    | closure !tom        | nobody > asha judith tom | the only senior | -/NOW    | line +level
big -mina          | closure             | owen* > asha            | Mina has left   | SIGN/NEXT | line
big                | closure by=mina     | owen* > asha mina       | Mina wrote it   | SIGN/NEXT | line
big asha/tom       | closure             | tom > asha              | line manager    | SIGN/NEXT | line +level
big asha/tom -judith | closure           | mina owen* > asha tom   | Tom is the only | SIGN/NEXT | line
big -tom           | closure late        | mina > asha judith      | line manager    | SIGN/LATE | line
four               | closure             | mina > asha             | line manager    | SIGN/NEXT | line
four               | closure late        | mina > asha judith      | line manager    | SIGN/LATE | line
four mina<judith   | closure             | nobody > asha judith mina | the only senior | -/NOW   | line +level
four -mina         | closure             | nobody > asha judith    | Mina has left   | -/NOW     | line +level
four -mina judith<asha | closure         | nobody > asha judith    | Judith is away  | -/NOW     | line +level
pair               | closure             | nobody > asha judith    | the only senior | -/NOW     | line +level
big nia=caseworker+senior -mina -owen -tom | closure | judith nia* > asha | senior manager | SIGN/NEXT | line +level

# The senior level, with ten working days from the line manager's.
big                | closure signed=mina    | judith tom > asha mina  | senior manager  | SIGN/NEXT | senior
big                | closure signed=mina late | judith tom > asha mina | senior manager | SIGN/NEXT | senior
big                | closure signed=mina @03-18 | judith tom > asha mina | senior manager | SIGN/LATE | senior
big                | closure signed=mina unread | judith tom > asha mina | senior manager | SIGN/NEXT | senior
big judith<tom     | closure signed=mina    | tom > asha mina         | senior manager  | SIGN/NEXT | senior
big                | closure signed=mina !judith | tom > asha mina    | senior manager  | SIGN/NEXT | senior
big                | closure signed=mina by=tom | judith > asha mina  | senior manager  | SIGN/NEXT | senior
big judith<owen tom<owen | closure signed=mina | nobody > asha judith mina tom | Judith is away | -/NOW | senior
big -judith tom<rita | closure signed=mina  | nobody > asha mina tom  | Tom is away     | -/NOW     | senior
big                | closure signed=mina !judith !tom | nobody > asha judith lena mina nia owen rita tom | Tom can't read | -/NOW | senior
big                | closure signed=judith  | tom > asha mina         | senior manager  | SIGN/NEXT | senior
big nia=senior judith<nia tom<nia | closure signed=mina | nia > asha mina | senior manager | SIGN/NEXT | senior
four               | closure signed=mina    | judith > asha mina      | senior manager  | SIGN/NEXT | senior
four judith<mina   | closure signed=mina    | nobody > asha judith mina | Judith is away | -/NOW    | senior

# A closure that answers a return, which its level may tell.
big            | closure answers=judith:senior | mina > asha     | line manager   | SIGN/NEXT | line
big            | closure answers=judith:line | judith > asha mina | an earlier    | BACK/NEXT | line +level
big            | closure answers=judith:senior signed=mina | judith > asha mina | an earlier | BACK/NEXT | senior
big            | closure answers=mina:line signed=mina | judith tom > asha mina | senior manager | SIGN/NEXT | senior
big            | closure answers=mina   | mina > asha            | an earlier     | BACK/NEXT | line
big            | closure answers=judith | judith > asha mina     | an earlier     | BACK/NEXT | line +level
big -tom       | closure answers=judith | mina > asha            | line manager   | SIGN/NEXT | line
big            | closure answers=judith signed=mina | judith > asha mina | an earlier | BACK/NEXT | senior
big            | closure answers=mina signed=mina | judith tom > asha mina | senior manager | SIGN/NEXT | senior
big judith<tom | closure answers=judith signed=mina | tom > asha mina | senior manager | SIGN/NEXT | senior

# Small and informal agencies: one line endorsement, which a senior may give.
small four         | closure                | mina > asha          | line manager    | SIGN/NEXT | line
small four         | closure late           | mina > asha judith   | line manager    | SIGN/LATE | line
small four -mina   | closure                | judith* > asha       | Mina has left   | SIGN/NEXT | line
small four mina<judith | closure unread     | judith* > asha mina  | covers for Mina | SIGN/NEXT | line for=mina
small four         | closure by=mina        | judith* > asha mina  | Mina wrote it   | SIGN/NEXT | line
small pair         | closure                | judith > asha        | line manager    | SIGN/NEXT | line
small big -mina -owen -tom | closure        | judith* > asha       | senior manager  | SIGN/NEXT | line
informal four      | closure                | mina > asha          | line manager    | SIGN/NEXT | line
informal four -mina | closure late          | judith* > asha       | Mina has left   | SIGN/LATE | line
informal solo      | closure kw=judith by=judith | nobody > judith | Judith wrote it | -/NOW     | line

# A disposal that Rita asked for. Casework: two others, the last a senior.
big                | disposal by=rita       | mina > asha             | line manager    | SIGN/NEXT | line about=rita
big                | disposal by=rita unread | mina > asha            | line manager    | SIGN/NEXT | line
big                | disposal by=rita late  | mina > asha judith tom  | line manager    | SIGN/LATE | line
big mina<judith    | disposal by=rita       | judith* > asha mina     | covers for Mina | SIGN/NEXT | for=mina +level
big -mina -owen    | disposal by=rita       | judith tom* > asha      | Mina has left   | SIGN/NEXT | line +level
big -mina -owen -tom | disposal by=rita     | nobody > asha judith    | the only senior | -/NOW     | line +level
big                | disposal by=rita signed=mina | judith tom > asha mina | senior manager | SIGN/NEXT | senior
big -asha -mina    | disposal by=rita signed=owen | judith tom        | senior manager  | SIGN/-    | senior
four               | disposal by=judith     | mina > asha             | line manager    | SIGN/NEXT | line
four               | disposal by=judith signed=mina | nobody > asha judith mina | Judith wrote it | -/NOW | senior
# Small: one, a senior. Informal: one.
small big          | disposal by=rita       | judith tom > asha mina  | senior manager  | SIGN/NEXT | senior
small big judith<tom | disposal by=rita unread | tom > asha mina      | senior manager  | SIGN/NEXT | senior
small four         | disposal by=judith     | nobody > asha judith mina | Judith wrote it | -/NOW   | senior
informal four      | disposal by=judith     | mina > asha             | line manager    | SIGN/NEXT | line
informal big -mina -owen | disposal by=rita | judith tom* > asha      | senior manager  | SIGN/NEXT | line
informal four -mina | disposal by=judith    | nobody > asha judith    | Judith wrote it | -/NOW     | line

# An erasure: one senior, or in an informal agency one line manager.
big                | erasure           | judith tom > asha mina  | senior manager  | SIGN/NEXT | senior
big                | erasure unread    | judith tom > asha mina  | senior manager  | SIGN/NEXT | senior
big                | erasure by=judith | tom > asha mina         | senior manager  | SIGN/NEXT | senior
big judith<mina    | erasure @03-18    | tom > asha mina         | senior manager  | SIGN/LATE | senior
small four         | erasure           | judith > asha mina      | senior manager  | SIGN/NEXT | senior
informal four      | erasure           | mina > asha             | line manager    | SIGN/NEXT | line
informal four mina<judith | erasure    | judith* > asha mina     | covers for Mina | SIGN/NEXT | line for=mina
`)
}

// What those who are left can't endorse is asked for anew, by whoever may ask for it, where
// those who have the roles now could endorse that. Else a role has to be given first.
func TestAskedAgain(t *testing.T) {
	check(t, `
big -mina -owen  | closure by=tom        | asha             | key worker   | WATCH/-     | again
four             | closure by=mina       | asha > mina      | key worker   | WATCH/WATCH | again about=mina
big -tom         | closure signed=judith | asha > mina      | key worker   | WATCH/WATCH | again
four             | closure signed=mina by=judith | asha > mina | key worker | WATCH/WATCH | again
small pair       | closure by=judith     | asha > judith    | key worker   | WATCH/WATCH | again
big -tom         | erasure by=judith     | asha > mina      | key worker   | WATCH/WATCH | again
big -tom asha<nia | erasure by=judith    | mina* > asha nia | Asha is away | WATCH/WATCH | again
big -tom         | erasure by=judith unread late | asha > mina | key worker | WATCH/WATCH | again
big -tom         | disposal by=judith signed=mina | rita > asha mina | records | WATCH/WATCH | again
big -tom -rita   | disposal by=judith signed=mina | nobody > asha judith mina | Judith wrote it | -/NOW | senior
pair             | closure               | nobody > asha judith | the only senior | -/NOW  | line +level
`)
}

// What everybody has endorsed is to be carried out: a disposal by who keeps the records, and
// nobody else, an erasure by the key worker or who may do so in their place. No hold must be
// on a case that is destroyed.
func TestCarriedOut(t *testing.T) {
	check(t, `
big                | disposal by=rita signed=mina signed=judith:senior | rita > asha mina | records | WATCH/WATCH
big                | disposal by=rita signed=mina signed=judith:senior late | rita > asha mina | records | WATCH/WATCH
big                | disposal by=rita signed=mina signed=judith:senior unread | rita > asha mina | records | WATCH/WATCH
big                | disposal by=rita signed=mina signed=judith:senior held | none |  | -/-
big nia=records    | disposal by=rita signed=mina signed=tom:senior | nia rita > asha mina | records | WATCH/WATCH
big -rita          | disposal by=rita signed=mina signed=tom:senior | nobody > asha judith mina tom | nobody is records | -/WATCH
big rita<owen      | disposal by=rita signed=mina signed=tom:senior | nobody > asha judith mina tom | Rita is away | -/WATCH
small big          | disposal by=rita signed=judith:senior | rita > asha mina | records | WATCH/WATCH
informal four      | disposal by=judith signed=mina | judith > asha mina | records      | WATCH/WATCH
big                | erasure signed=judith:senior | asha > mina       | key worker      | WATCH/WATCH | about=asha
big                | erasure signed=judith:senior unread | asha > mina | key worker     | WATCH/WATCH
big                | erasure by=tom signed=judith:senior closed | asha > mina | key worker | WATCH/WATCH | about=tom
big                | erasure signed=judith:senior held | asha > mina | key worker | WATCH/WATCH
big asha<owen      | erasure signed=judith:senior | owen* > asha mina | covers for Asha | WATCH/WATCH
big asha<nia       | erasure signed=judith:senior | mina* > asha nia  | Asha is away    | WATCH/WATCH
big -asha mina<nia | erasure signed=judith:senior | owen* > mina nia  | Mina is away    | WATCH/WATCH
big -asha -mina -owen | erasure signed=judith:senior | judith tom*    | senior manager  | WATCH/-
small four -asha -mina judith<ben | erasure signed=judith:senior | nobody > judith | nobody is left | -/WATCH
informal four      | erasure signed=mina    | asha > mina             | key worker      | WATCH/WATCH
`)
}

// A returned text is its author's to answer, and then as what is a key worker's.
func TestReturned(t *testing.T) {
	check(t, `
big                | decision returned=mina | asha > mina         | wrote it        | BACK/NEXT | about=mina
big                | decision returned=mina late | asha > mina    | wrote it        | BACK/NEXT
big                | decision returned=owen | asha > mina         | wrote it        | BACK/NEXT | about=owen
big                | decision returned=mina by=nia | nia > asha mina | wrote it     | BACK/NEXT
big                | decision returned=owen by=mina | mina > asha | wrote it        | BACK/NEXT
big                | decision returned=mina closing | asha > mina | wrote it        | BACK/NEXT
big asha<nia       | decision returned=mina | nia* > asha mina    | covers for Asha | BACK/NEXT
big                | decision returned=mina cover=nia | nia* > asha mina | covers for Asha | BACK/NEXT
big asha<nia       | decision returned=mina !nia | mina* > asha   | Asha is away    | BACK/NEXT
big -asha          | decision returned=mina | mina*               | Asha has left   | BACK/-
big                | decision returned=mina !asha | mina*         | Asha can't read | BACK/-
big -nia           | decision returned=mina by=nia | asha* > mina | Nia has left    | BACK/NEXT
big                | decision returned=mina by=nia !nia | asha* > mina | Nia can't read | BACK/NEXT
big nia=contributor | decision returned=mina by=nia +nia | asha* > mina | Nia may not do it | BACK/NEXT
big nia<owen       | decision returned=mina by=nia | owen* > asha mina | covers for Nia | BACK/NEXT
big nia<ben        | decision returned=mina by=nia | asha* > mina | Nia is away     | BACK/NEXT
big -nia asha<owen | decision returned=mina by=nia | owen* > asha mina | covers for Asha | BACK/NEXT
big -nia -asha     | decision returned=mina by=nia | mina*        | Nia has left; Asha has left | BACK/-
big -nia -asha mina<owen | decision returned=mina by=nia | owen* > mina | covers for Mina | BACK/NEXT
big -nia -asha -mina | decision returned=mina by=nia | owen*      | Mina has left   | BACK/-
big -nia -asha -mina -owen | decision returned=mina by=nia | judith tom* | senior manager | BACK/-
big -nia -asha -mina -owen seniors-away | decision returned=mina by=nia | nobody > judith tom | nobody is left | -/NOW
big                | decision returned=mina by=zoe | asha* > mina | key worker      | BACK/NEXT
big                | closure returned=judith | asha > mina        | wrote it        | BACK/NEXT
big                | disposal returned=judith by=rita | rita > asha mina | wrote it | BACK/NEXT
big -rita          | disposal returned=judith by=rita | asha* > mina | Rita has left | BACK/NEXT
big                | erasure returned=tom   | asha > mina         | wrote it        | BACK/NEXT
big                | decision returned=mina intake by=lena | lena | wrote it        | BACK/-
big nia=lead -lena | decision returned=owen intake by=lena | nia* | Lena has left   | BACK/-
four               | decision returned=mina | asha > mina         | wrote it        | BACK/NEXT
four -asha -mina   | decision returned=mina | judith*             | Mina has left   | BACK/-
small pair         | decision returned=judith | asha > judith     | wrote it        | BACK/NEXT
informal four asha<mina | decision returned=judith | mina* > asha | covers for Asha | BACK/NEXT
big                | decision returned=mina destroyed | none      |                 | -/-
`)
}

// What was returned waits for no endorsement.
func TestReturnedIsNotSigned(t *testing.T) {
	r := parseRow(t, "big | decision returned=mina | asha > mina | wrote it | BACK/NEXT")
	for _, d := range list(r.all, r.world) {
		if d.Rule == "decision-not-endorsed-in-time" {
			t.Errorf("%+v", d)
		}
	}
}

func TestEndorsesFor(t *testing.T) {
	plan := record.Ref{Case: "K3F927QM", Entry: "7K2M9QXH"}
	duties := []Duty{
		{Rule: cases.RuleReturned, Ref: plan, Role: record.LevelLine, Whose: []string{"omar"},
			For: "nobody"},
		{Rule: cases.RuleNotEndorsedInTime, Ref: plan, Role: record.LevelLine,
			Whose: []string{"mina", "omar"}, For: "mina"},
		{Rule: cases.RuleNotEndorsedInTime, Ref: plan, Role: record.LevelSenior,
			Whose: []string{"judith"}},
	}
	for _, tt := range []struct {
		name, member, level, want string
		target                    record.Ref
	}{
		{"whoever covers", "omar", record.LevelLine, "mina", plan},
		{"in their own place", "judith", record.LevelSenior, "", plan},
		{"at another level", "omar", record.LevelSenior, "", plan},
		{"of another entry", "omar", record.LevelLine, "",
			record.Ref{Case: "K3F927QM", Entry: "9QXH7K2M"}},
		{"somebody else", "vera", record.LevelLine, "", plan},
	} {
		if got := EndorsesFor(duties, tt.member, tt.target, tt.level); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
