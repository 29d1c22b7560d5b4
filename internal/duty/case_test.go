package duty

import "testing"

// What the case itself asks for: readers, a key worker, cover, an end of access, disposal.
func TestDutiesOfTheCase(t *testing.T) {
	check(t, `
# Two people of the team must be able to read a live case, or more where policy says so. The
# key worker, a manager or a senior lets them in.
big           | few reads=asha            | asha                   | key worker      | WATCH/-
big           | few reads=asha,mina       | none                   |                 | -/-
big           | few reads=asha,ben        | asha                   | key worker      | WATCH/-
big           | few reads=asha,vic        | asha                   | key worker      | WATCH/-
big           | few reads=asha,recovery-1 | asha                   | key worker      | WATCH/-
big -mina     | few reads=asha,mina       | asha                   | key worker      | WATCH/-
big -asha     | few reads=asha,mina       | mina*                  | Asha has left   | WATCH/-
big           | few reads=mina            | mina*                  | Asha can't read | WATCH/-
big -asha     | few reads=asha,judith     | judith*                | senior manager  | WATCH/-
big asha<nia  | few reads=asha            | nobody > asha judith tom | Asha is away  | -/WATCH
big asha<nia  | few reads=nia             | nobody > judith nia tom | nobody is left | -/WATCH
big asha<owen | few reads=owen            | owen*                  | covers for Asha | WATCH/-
big           | few reads=recovery-1      | nobody > judith tom    | Asha can't read | -/WATCH
big           | few reads=asha closing    | asha                   | key worker      | WATCH/-
big           | few reads=asha closed     | none                   |                 | -/-
big           | few reads=asha transferred | none                  |                 | -/-
big           | few reads=asha destroyed  | none                   |                 | -/-
big           | few reads=lena intake     | none                   |                 | -/-
small four    | few reads=asha            | asha                   | key worker      | WATCH/-
informal four | few reads=asha,mina       | none                   |                 | -/-
informal solo | few kw=judith             | judith                 | key worker      | WATCH/-

# The key worker has left on 2 March. The line manager gives the case to another.
big                  | left               | none                   |                    | -/-
big -asha            | left               | mina                   | line manager       | WATCH/-     | late=180h0m1s
big -asha            | left closing       | mina                   | line manager       | WATCH/-
big -asha            | left closed        | none                   |                    | -/-
big -asha mina<owen  | left               | owen* > mina           | covers for Mina    | WATCH/WATCH
big -asha mina<tom   | left               | tom* > mina            | covers for Mina    | WATCH/WATCH
big -asha mina<nia   | left               | owen* > mina nia       | manager: Mina is away | WATCH/WATCH
big -asha mina<nia nia<judith | left      | judith* > mina nia     | covers for Mina    | WATCH/WATCH
big -asha -mina      | left               | owen*                  | Mina has left      | WATCH/-
big -asha            | left !mina         | owen*                  | Mina can't read    | WATCH/-
big -asha asha/      | left               | mina owen*             | no line manager    | WATCH/-
big -asha asha/lena  | left               | mina owen* > lena      | Lena may not do it | WATCH/WATCH
big -asha asha/tom   | left               | tom                    | line manager       | WATCH/-
big -asha -mina -owen | left              | judith tom*            | senior manager     | WATCH/-
big -asha -mina      | left !owen !judith | tom*                   | senior manager     | WATCH/-
big -asha -mina -owen | left !judith !tom | nobody > judith lena nia rita tom | nobody is left | -/WATCH
big -asha            | left cover=nia     | mina > nia             | line manager       | WATCH/WATCH
four -asha           | left               | mina                   | line manager       | WATCH/-
four -asha -mina     | left               | judith*                | Mina has left      | WATCH/-
small pair -asha     | left               | judith                 | line manager       | WATCH/-
informal pair -asha judith<ben | left     | nobody > judith        | Judith is away     | -/WATCH
big -lena            | left kw=lena       | mina owen*             | no line manager    | WATCH/-

# The key worker is away, and nobody acts for them in this case.
big -nia             | alone cover=nia           | mina > asha         | line manager    | WATCH/WATCH
big                  | alone                     | none                   |                 | -/-
big asha<nia         | alone                     | none                   |                 | -/-
big asha<nia         | alone !nia                | mina > asha            | line manager    | WATCH/WATCH | about=asha
big asha<ben         | alone                     | mina > asha            | line manager    | WATCH/WATCH
big asha<nia nia<owen | alone                    | none                   |                 | -/-
big asha<nia nia<owen | alone !owen              | mina > asha nia        | line manager    | WATCH/WATCH
big asha<nia nia<asha | alone                    | mina > asha nia        | line manager    | WATCH/WATCH
big asha<nia         | alone !nia cover=owen     | none                   |                 | -/-
big asha<ben         | alone cover=nia           | none                   |                 | -/-
big asha<nia -nia    | alone                     | mina > asha            | line manager    | WATCH/WATCH
big asha<<ben        | alone                     | none                   |                 | -/-
big asha<ben:03-10   | alone late                | none                   |                 | -/-
big                  | alone elsewhere=nia       | mina > asha            | line manager    | WATCH/WATCH
big                  | alone elsewhere=nia cover=owen | none              |                 | -/-
big                  | alone elsewhere=nia:03-09 | none                   |                 | -/-
big asha<nia         | alone elsewhere=owen      | none                   |                 | -/-
big                  | alone elsewhere=nia closed | none                  |                 | -/-
big asha<ben         | alone closed              | none                   |                 | -/-
big mina<owen        | alone elsewhere=nia       | owen* > asha mina      | covers for Mina | WATCH/WATCH
big mina<nia         | alone elsewhere=nia       | owen* > asha mina nia  | Mina is away    | WATCH/WATCH
big asha<ben -mina   | alone                     | owen* > asha           | Mina has left   | WATCH/WATCH
big asha<ben asha/   | alone                     | mina owen* > asha      | no line manager | WATCH/WATCH
big asha<ben -mina -owen | alone                 | judith tom* > asha     | senior manager  | WATCH/WATCH
big asha<ben -mina -owen | alone !judith !tom    | nobody > asha judith lena nia rita tom | nobody is left | -/WATCH
big asha<ben -asha   | alone                     | none                   |                 | -/-
small pair asha<ben  | alone                     | judith > asha          | line manager    | WATCH/WATCH
informal four asha<ben mina<judith | alone       | judith* > asha mina    | covers for Mina | WATCH/WATCH
big asha<ben         | alone intake              | none                   |                 | -/-

# A cover is over, and who covered can read the case still. Asha, Mina, Tom and Lena are
# whom the team lets in by itself.
big                  | leftover                  | none                |                 | -/-
big                  | leftover over=nia         | asha > mina         | key worker      | WATCH/WATCH | about=nia
big                  | leftover over=nia !nia    | none                |                 | -/-
big                  | leftover over=mina        | none                |                 | -/-
big                  | leftover over=tom         | none                |                 | -/-
big                  | leftover over=lena        | none                |                 | -/-
big                  | leftover over=owen        | asha > mina         | key worker      | WATCH/WATCH | about=owen
big                  | leftover over=judith      | asha > mina         | key worker      | WATCH/WATCH | about=judith
big                  | leftover over=nia cover=nia | none              |                 | -/-
big                  | leftover over=nia soon=nia | none               |                 | -/-
big                  | leftover over=nia cover=owen | owen* > asha mina | covers for Asha | WATCH/WATCH | about=nia
big                  | leftover over=nia kw=nia  | none                |                 | -/-
big                  | leftover over=nia over=nia:03-05 | asha > mina  | key worker      | WATCH/WATCH | due=03-08
big                  | leftover over=nia>owen    | asha > mina         | key worker      | WATCH/WATCH | about=nia
big                  | leftover over=nia closed  | none                |                 | -/-
big -asha            | leftover over=nia         | mina*               | Asha has left   | WATCH/-
big asha<owen        | leftover over=nia         | owen* > asha mina   | covers for Asha | WATCH/WATCH
big asha<rita        | leftover over=nia         | mina* > asha rita   | Asha is away    | WATCH/WATCH
big asha<nia         | leftover over=nia         | none                |                 | -/-
big -nia             | leftover over=nia         | asha > mina         | key worker      | WATCH/WATCH | about=nia
big mina<<owen       | leftover                  | asha > mina         | key worker      | WATCH/WATCH | about=owen due=none
big mina<<owen:03-05 | leftover                  | asha > mina         | key worker      | WATCH/WATCH | due=none
big mina<<owen       | leftover !owen            | none                |                 | -/-
big mina<<owen       | leftover !mina            | asha                | key worker      | WATCH/-     | due=none
big mina<<lena       | leftover                  | none                |                 | -/-
big mina<<owen lena<owen | leftover              | none                |                 | -/-
big mina<<owen judith<owen | leftover            | none                |                 | -/-
big mina<<owen rita<owen | leftover !rita        | none                |                 | -/-
big mina<<nia asha<nia | leftover                | none                |                 | -/-
big mina<<owen:03-05 tom<<owen | leftover        | asha > mina         | key worker      | WATCH/WATCH | due=none
big mina<<owen tom<<owen:03-05 | leftover        | asha > mina         | key worker      | WATCH/WATCH | due=none
big mina<<owen:03-05 | leftover over=owen        | asha > mina         | key worker      | WATCH/WATCH | due=03-08
big mina<<owen       | leftover over=owen:03-05  | asha > mina         | key worker      | WATCH/WATCH | due=none
big mina<owen        | leftover                  | none                |                 | -/-
small four asha<<judith | leftover               | none                |                 | -/-
small four           | leftover over=judith      | none                |                 | -/-
informal big -asha -mina -owen judith<ben tom<ben | leftover over=nia | nobody > judith tom | nobody is left | -/WATCH

# A case was given to its key worker on 5 March, who has not opened it at this copy.
big        | given=mina here           | asha > mina   | key worker | NEW/NEXT | about=mina
big        | given= here               | asha > mina   | key worker | NEW/NEXT
big        | given=mina                | none          |            | -/-
big        | given=mina here opened=03-06 | none       |            | -/-
big        | given=mina here opened=03-05 | none       |            | -/-
big        | given=mina here opened=03-04 | asha > mina | key worker | NEW/NEXT
big        | given=mina here wrote=03-05 | none        |            | -/-
big        | given=mina here wrote=03-04 opened=03-04 | asha > mina | key worker | NEW/NEXT
big        | given=mina here wrote=03-04 opened=03-07 | none |      | -/-
big        | given=mina here closing   | asha > mina   | key worker | NEW/NEXT
big        | given=mina here closed    | none          |            | -/-
big        | given=mina here intake    | none          |            | -/-
big        | given=tom here kw=mina    | mina > tom    | key worker | NEW/NEXT | about=tom
big asha/  | given=mina here           | asha          | key worker | NEW/-
big -asha  | given=mina here           | none          |            | -/-
small pair | given=judith here late    | asha > judith | key worker | NEW/NEXT

# The time of keeping is over. Who keeps the records, and nobody else, asks for disposal.
big                  | keeping closed retain=03-09 | rita > asha mina     | records           | WATCH/WATCH
big                  | keeping closed retain=03-09 older-policy | none    |                 | -/-
big                  | keeping closed retain=03-10 | none                 |                   | -/-
big                  | keeping closed retain=03-10 late | rita > asha mina | records          | WATCH/WATCH
big                  | keeping closed            | none                   |                   | -/-
big                  | keeping transferred retain=03-01 | rita > asha mina | records          | WATCH/WATCH
big                  | keeping retain=03-01      | none                   |                   | -/-
big                  | keeping closed retain=03-01 held | none     |                   | -/-
big                  | keeping closed retain=03-01 blocks=recheck | none  |                   | -/-
big                  | keeping closed retain=03-01 blocks=transfer | none |                   | -/-
big                  | keeping destroyed retain=03-01 | none              |                   | -/-
big nia=records      | keeping closed retain=03-01 | nia rita > asha mina | records           | WATCH/WATCH
big nia=records rita<nia | keeping closed retain=03-01 | nia > asha mina  | records           | WATCH/WATCH
big rita<nia         | keeping closed retain=03-01 | nobody > asha judith mina tom | Rita is away | -/WATCH
big rita<judith      | keeping closed retain=03-01 | nobody > asha judith mina tom | nobody is left | -/WATCH
big -rita            | keeping closed retain=03-01 | nobody > asha judith mina tom | nobody is records | -/WATCH
big                  | keeping closed retain=03-01 !rita | nobody > asha judith mina tom | Rita can't read | -/WATCH
big -asha -mina -rita -judith | keeping closed retain=03-01 | nobody > tom | nobody is records | -/WATCH
four                 | keeping closed retain=03-01 | judith > asha mina   | records           | WATCH/WATCH
four judith<mina     | keeping closed retain=03-01 | nobody > asha judith mina | Judith is away | -/WATCH
small pair -asha     | keeping closed retain=03-01 | judith               | records           | WATCH/-
informal four judith=senior | keeping closed retain=03-01 | nobody > asha judith mina | nobody is records | -/WATCH
`)
}

// A date of keeping that is over is computed again first, where something was added to the
// case since. Who keeps the records does so, a manager or a senior.
func TestDateOfKeepingAnew(t *testing.T) {
	check(t, `
big                  | anew closed retain=03-09 blocks=recheck | rita > asha mina | records | WATCH/WATCH
big                  | anew closed retain=03-10 blocks=recheck | none     |                 | -/-
big                  | anew closed retain=03-09  | none                   |                 | -/-
big                  | anew closed retain=03-09 older-policy | rita > asha mina | records | WATCH/WATCH
big                  | anew closed retain=03-10 older-policy | none       |                 | -/-
big                  | anew closed blocks=recheck | rita > asha mina      | records         | WATCH/WATCH
big                  | anew retain=03-09 blocks=recheck | none            |                 | -/-
big                  | anew transferred retain=03-01 blocks=recheck | rita > asha mina | records | WATCH/WATCH
big                  | anew closed retain=03-01 held blocks=recheck | rita > asha mina | records | WATCH/WATCH
big                  | anew destroyed retain=03-01 blocks=recheck | none  |                 | -/-
big rita<owen        | anew closed retain=03-01 blocks=recheck | owen* > asha mina | covers for Rita | WATCH/WATCH
big rita<nia         | anew closed retain=03-01 blocks=recheck | judith tom* > asha mina | Rita is away | WATCH/WATCH
big rita<nia nia<mina | anew closed retain=03-01 blocks=recheck | mina* > asha | covers for Rita | WATCH/WATCH
big -rita            | anew closed retain=03-01 blocks=recheck | judith tom* > asha mina | nobody is | WATCH/WATCH
big -rita -tom judith<ben | anew closed retain=03-01 blocks=recheck | nobody > asha judith mina | nobody is left | -/WATCH
four                 | anew closed retain=03-01 blocks=recheck | judith > asha mina | records | WATCH/WATCH
small pair -asha     | anew closed retain=03-01 blocks=recheck | judith   | records         | WATCH/-
informal four judith=senior | anew closed retain=03-01 blocks=recheck | judith* > asha mina | nobody is | WATCH/WATCH
`)
}

// While the docket waits for something nobody is asked to dispose of the case.
func TestNoDisposalWhileOneWaits(t *testing.T) {
	for _, facts := range []string{"disposal by=rita", "disposal unread by=rita",
		"erasure closed"} {
		r := parseRow(t, "big | "+facts+" retain=03-01 | - | | -/-")
		for _, d := range list(r.all, r.world) {
			if d.Rule == RuleDisposal || r.all[0].Docket.Pending == "" {
				t.Errorf("%s: %+v", facts, d)
			}
		}
	}
}

// The review of the policy is about no case, and a senior's alone.
func TestPolicyReview(t *testing.T) {
	check(t, `
big                  | policy           | judith tom          | senior manager | NEXT/-
big                  | policy next-year | judith tom          | senior manager | LATE/-
big judith<tom       | policy           | tom                 | senior manager | NEXT/-
big -tom             | policy next-year | judith              | senior manager | LATE/-
big judith<owen:12-31 tom<owen:12-31 | policy | nobody > judith tom | Judith is away | -/WATCH
big -tom judith<owen:04-30 | policy @04-30 | nobody > judith  | nobody is left | -/WATCH
big                  | policy closed    | judith tom          | senior manager | NEXT/-
big                  | policy destroyed | judith tom          | senior manager | NEXT/-
big nia=caseworker+senior judith<nia tom<nia | policy | nia   | senior manager | NEXT/-
four                 | policy           | judith              | senior manager | NEXT/-
small four           | policy next-year | judith              | senior manager | LATE/-
small four judith<mina | policy         | nobody > judith     | nobody is left | -/WATCH
informal pair        | policy           | judith              | senior manager | NEXT/-
informal solo        | policy next-year | judith              | senior manager | LATE/-
`)
}
