package duty

import "testing"

// What a safeguarding lead sees to: lead, who covers for one, any senior. A concern is
// triaged by whoever works with cases and reads this one, in an intake too. An intake is
// accepted by a lead or a senior alone.
func TestConcernsAndIntakes(t *testing.T) {
	check(t, `
# A concern in a case.
big                  | concern                  | lena > asha mina        | safeguarding     | NOW/NEXT | about=ben
big                  | concern late             | lena > asha mina        | safeguarding     | NOW/LATE | danger=unknown
big                  | concern=no               | lena > asha mina        | safeguarding     | NOW/NEXT | danger=no
big                  | concern=yes:nia          | lena > asha mina        | safeguarding     | NOW/NEXT | about=nia
big nia=caseworker+lead | concern               | lena nia > asha mina    | safeguarding     | NOW/NEXT
big lena<owen        | concern                  | owen* > asha mina       | covers for Lena  | NOW/NEXT
big lena<owen        | concern late             | owen* > asha mina       | covers for Lena  | NOW/LATE
big lena<nia         | concern                  | nia* > asha mina        | covers for Lena  | NOW/NEXT
big lena<tom         | concern late             | tom* > asha mina        | covers for Lena  | NOW/LATE
big lena<asha        | concern                  | asha* > mina            | covers for Lena  | NOW/NEXT
big lena<nia nia<owen | concern                 | owen* > asha mina       | covers for Lena  | NOW/NEXT
big lena<nia nia<lena | concern                 | judith tom* > asha mina | Lena is away     | NOW/NEXT
big lena<ben         | concern                  | judith tom* > asha mina | senior manager: Lena is away | NOW/NEXT
big lena<ben         | concern late             | judith tom* > asha mina | Lena is away     | NOW/LATE
big lena<nia         | concern !nia             | judith tom* > asha mina | Lena is away     | NOW/NEXT
big -nia lena<nia    | concern                  | judith tom* > asha mina | Lena is away     | NOW/NEXT
big lena<owen:03-10  | concern late             | lena > asha mina        | safeguarding     | NOW/LATE
big lena<<owen       | concern                  | lena > asha mina        | safeguarding     | NOW/NEXT
big -lena            | concern                  | judith tom* > asha mina | nobody is safeguarding | NOW/NEXT
big -lena            | concern late             | judith tom* > asha mina | nobody is safeguarding | NOW/LATE
big -lena lena<owen  | concern                  | judith tom* > asha mina | nobody is safeguarding | NOW/NEXT
big lena=caseworker  | concern                  | judith tom* > asha mina | nobody is safeguarding | NOW/NEXT
big                  | concern !lena            | judith tom* > asha mina | Lena can't read  | NOW/NEXT
big nia=lead lena<owen | concern                | nia > asha mina         | safeguarding     | NOW/NEXT
big nia=lead lena<owen nia<owen | concern       | owen* > asha mina       | covers for Lena  | NOW/NEXT
big nia=lead lena<owen nia<rita | concern       | owen rita* > asha mina  | covers for Lena, Nia | NOW/NEXT
big -lena judith<owen | concern                 | tom* > asha mina        | nobody is safeguarding | NOW/NEXT
big -lena -tom judith<owen | concern            | owen* > asha mina       | covers for Judith | NOW/NEXT
big -lena            | concern !tom late        | judith* > asha mina     | senior manager   | NOW/LATE
big -lena seniors-away | concern                | nobody > asha judith mina tom | nobody is left | -/NOW
big -lena seniors-away | concern late           | nobody > asha judith mina tom | Judith is away | -/NOW
big                  | concern !lena !judith !tom | nobody > asha judith mina nia owen rita tom | Lena can't read | -/NOW
big -asha            | concern                  | lena > mina             | safeguarding     | NOW/NEXT
big asha<nia         | concern                  | lena > asha mina nia    | safeguarding     | NOW/NEXT
big asha<nia nia<owen | concern                 | lena > asha mina nia owen | safeguarding   | NOW/NEXT
big mina<owen        | concern late             | lena > asha mina owen   | safeguarding     | NOW/LATE
big                  | concern cover=rita       | lena > asha mina rita   | safeguarding     | NOW/NEXT
big                  | concern kw=lena          | lena                    | safeguarding     | NOW/-
big                  | concern=yes:lena         | judith tom* > asha mina | Lena raised it   | NOW/NEXT
big nia=lead         | concern=yes:lena         | nia > asha mina         | safeguarding     | NOW/NEXT
big                  | concern=yes:lena !judith !tom | lena > asha mina   | safeguarding     | NOW/NEXT
four                 | concern                  | mina > asha             | safeguarding     | NOW/NEXT
four mina<judith     | concern                  | judith* > asha mina     | covers for Mina  | NOW/NEXT
four mina<asha       | concern late             | asha* > mina            | covers for Mina  | NOW/LATE
four -mina           | concern                  | judith* > asha          | nobody is safeguarding | NOW/NEXT
four -mina judith<ben | concern                 | nobody > asha judith    | nobody is left   | -/NOW
small pair           | concern                  | judith > asha           | safeguarding     | NOW/NEXT
small pair judith<asha | concern                | asha* > judith          | covers for Judith | NOW/NEXT
small pair judith<ben | concern late            | nobody > asha judith    | Judith is away   | -/NOW
informal four        | concern late             | mina > asha             | safeguarding     | NOW/LATE
informal four mina<ben | concern                | judith* > asha mina     | Mina is away     | NOW/NEXT
informal solo        | concern kw=judith        | judith                  | safeguarding     | NOW/-

# A concern that comes while a case closes, or after, is as urgent as any.
big                  | concern closing        | lena > asha mina        | safeguarding     | NOW/NEXT
big                  | concern closed         | lena > asha mina        | safeguarding     | NOW/NEXT
big                  | concern closed late    | lena > asha mina        | safeguarding     | NOW/LATE
big lena<owen        | concern closed         | owen* > asha mina       | covers for Lena  | NOW/NEXT
big -lena            | concern transferred    | judith tom* > asha mina | nobody is safeguarding | NOW/NEXT
big                  | concern disposing late | lena > asha mina        | safeguarding     | NOW/LATE
big -lena seniors-away | concern closed       | nobody > asha judith mina tom | nobody is left | -/NOW
small four -mina     | concern closed         | judith* > asha          | nobody is safeguarding | NOW/NEXT
big                  | concern destroyed      | none                    |                  | -/-

# A concern that began an intake. Leads read it, and seniors where there is none.
big                  | concern intake           | lena                    | safeguarding     | NOW/-
big                  | concern intake late      | lena                    | safeguarding     | NOW/-
big nia=lead         | concern intake           | lena nia                | safeguarding     | NOW/-
big nia=lead lena<owen | concern intake +owen   | nia                     | safeguarding     | NOW/-
big lena<tom         | concern intake +tom      | tom*                    | covers for Lena  | NOW/-
big lena<owen        | concern intake +owen     | owen*                   | covers for Lena  | NOW/-
big lena<owen        | concern intake +owen +judith | owen*               | covers for Lena  | NOW/-
big lena<owen owen<tom | concern intake +owen +tom | tom*                 | covers for Lena  | NOW/-
big lena<ben         | concern intake late      | nobody > judith lena tom | nobody is left  | -/NOW
big -lena            | concern intake           | judith tom*             | nobody is safeguarding | NOW/-
big -lena judith<nia | concern intake           | tom*                    | nobody is safeguarding | NOW/-
big -lena judith<lena tom<lena | concern intake | nobody > judith tom     | Judith is away   | -/NOW
big                  | concern intake !lena     | nobody > judith tom     | Lena can't read  | -/NOW
four                 | concern intake           | mina                    | safeguarding     | NOW/-
four mina<judith     | concern intake +judith   | judith*                 | covers for Mina  | NOW/-
four -mina           | concern intake           | judith*                 | nobody is safeguarding | NOW/-
small pair           | concern intake           | judith                  | safeguarding     | NOW/-
informal four mina<asha | concern intake +asha  | asha*                   | covers for Mina  | NOW/-

# The acceptance of an intake: with its concern it has a clock alone.
big              | acceptance concern intake | lena                   | safeguarding     | NEXT/-
big              | acceptance concern intake late | lena              | safeguarding     | LATE/-
big              | acceptance intake        | lena                    | safeguarding     | NOW/-
big              | acceptance intake late   | lena                    | safeguarding     | NOW/-
big lena<tom     | acceptance concern intake +tom late | tom*         | covers for Lena  | LATE/-
big lena<nia     | acceptance concern intake +nia | nobody > judith lena nia tom | Lena is away | -/WATCH
big lena<nia     | acceptance concern intake +nia late | nobody > judith lena nia tom | nobody is left | -/NOW
big -lena        | acceptance concern intake late | judith tom*       | nobody is safeguarding | LATE/-
small four -mina | acceptance concern intake | judith*                | nobody is safeguarding | NEXT/-
informal four    | acceptance concern intake late | mina              | safeguarding     | LATE/-
# One whose entries were not looked at is known from its docket, opened on 9 March.
big              | acceptance intake unread | lena                    | safeguarding     | NOW/-
big              | acceptance intake unread late | lena               | safeguarding     | NOW/-
big -lena        | acceptance intake unread | judith tom*             | nobody is safeguarding | NOW/-
big lena<owen    | acceptance intake unread +owen | nobody > judith lena owen tom | Lena is away | -/NOW
small four       | acceptance intake unread late | mina               | safeguarding     | NOW/-
big              | acceptance unread        | none                    |                  | -/-

# What nobody knows of the concern is found out in its own time: its danger is triage's.
big              | asked concern intake     | lena                    | safeguarding     | NEXT/-
big              | asked concern intake late | lena                   | safeguarding     | LATE/-
`)
}

// A request of the subject is answered by who keeps the records, or by the key worker.
// Who only stands in does so where neither is there.
func TestAccessRequests(t *testing.T) {
	check(t, `
big                  | access                | asha rita > mina        | or key worker    | NEXT/NEXT
big                  | access late           | asha rita > mina        | or key worker    | LATE/LATE
big                  | access closed late    | asha rita > mina        | or key worker    | LATE/LATE
big                  | access transferred    | asha rita > lena mina   | or key worker    | NEXT/NEXT
big -rita            | access                | asha > mina             | key worker       | NEXT/NEXT
big                  | access !rita          | asha > mina             | key worker       | NEXT/NEXT
big rita<nia         | access late           | asha > mina             | key worker       | LATE/LATE
big -asha            | access                | rita > mina             | records          | NEXT/NEXT
big                  | access !asha          | rita > mina             | records          | NEXT/NEXT
big asha<nia         | access                | rita > asha mina nia    | records          | NEXT/NEXT
big                  | access cover=nia late | rita > asha mina nia    | records          | LATE/LATE
big nia=records      | access                | asha nia rita > mina    | or key worker    | NEXT/NEXT
big                  | access kw=rita        | rita                    | or key worker    | NEXT/-
big -rita asha<nia   | access                | judith nia tom* > asha mina | covers for Asha | NEXT/NEXT
big rita<judith asha<nia | access            | judith nia* > asha mina | covers for Rita  | NEXT/NEXT
big -rita -asha      | access late           | judith mina tom*        | nobody is records | LATE/-
big rita<owen -asha  | access closed         | mina owen*              | covers for Rita  | NEXT/-
big -rita -asha -mina -owen | access         | judith tom*             | senior manager   | NEXT/-
big -rita -asha -mina -owen seniors-away | access | nobody > judith tom | nobody is left  | -/WATCH
big -rita -asha -mina -owen seniors-away | access closed late | nobody > judith tom | nobody is left | -/NOW
four                 | access                | asha judith > mina      | or key worker    | NEXT/NEXT
four judith<mina     | access                | asha > mina             | key worker       | NEXT/NEXT
four -asha           | access late           | judith > mina           | records          | LATE/LATE
four -asha judith<mina | access              | mina*                   | covers for Judith | NEXT/-
small pair           | access closed         | asha judith             | or key worker    | NEXT/-
small pair judith<ben | access               | asha > judith           | key worker       | NEXT/NEXT
informal four judith=senior | access         | asha > mina             | key worker       | NEXT/NEXT
informal four judith=senior -asha | access late | judith mina*         | nobody is records | LATE/-
`)
}
