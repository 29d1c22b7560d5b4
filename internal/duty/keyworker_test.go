package duty

import "testing"

// A key worker's duty falls to the first of these: the key worker, their cover, the line manager,
// the line manager's cover, any manager, any senior, nobody. Any member who works with cases and
// reads this one may do it.
func TestKeyWorkerDuties(t *testing.T) {
	check(t, `
# The written confirmation of a referral, down every step.
big                  | referral                  | asha > mina            | key worker         | NEXT/NEXT
big                  | referral late             | asha > mina            | key worker         | LATE/LATE
big asha<nia         | referral                  | nia* > asha mina       | covers for Asha    | NEXT/NEXT
big asha<nia         | referral late             | nia* > asha mina       | covers for Asha    | LATE/LATE
big                  | referral cover=nia        | nia* > asha mina       | covers for Asha    | NEXT/NEXT
big                  | referral cover=nia late   | nia* > asha mina       | covers for Asha    | LATE/LATE
big asha<nia         | referral !nia             | mina* > asha           | Asha is away       | NEXT/NEXT
big asha<ben         | referral                  | mina* > asha           | line manager       | NEXT/NEXT
big asha<vic         | referral +vic             | mina* > asha vic       | Asha is away       | NEXT/NEXT
big                  | referral cover=nia !nia   | mina* > asha           | Asha is away       | NEXT/NEXT
big -nia             | referral cover=nia        | mina* > asha           | Asha is away       | NEXT/NEXT
big -nia asha<nia    | referral                  | mina* > asha           | Asha is away       | NEXT/NEXT
big asha<nia nia<owen | referral                 | owen* > asha mina nia  | covers for Asha    | NEXT/NEXT
big nia<owen         | referral cover=nia late   | owen* > asha mina nia  | covers for Asha    | LATE/LATE
big asha<nia nia<asha | referral                 | mina* > asha nia       | Asha is away       | NEXT/NEXT
big asha<nia nia<lena lena<rita | referral       | rita* > asha lena mina nia | covers for Asha | NEXT/NEXT
big -asha            | referral                  | mina*                  | Asha has left      | NEXT/-
big -asha            | referral late             | mina*                  | line manager       | LATE/-
big                  | referral !asha            | mina*                  | Asha can't read    | NEXT/-
big asha=contributor | referral                  | mina* > asha           | Asha may not do it | NEXT/NEXT
big asha=auditor     | referral late             | mina* > asha           | Asha may not do it | LATE/LATE
big asha<nia mina<owen | referral !nia           | owen* > asha mina      | covers for Mina    | NEXT/NEXT
big -asha mina<owen  | referral                  | owen* > mina           | covers for Mina    | NEXT/NEXT
big -asha mina<nia   | referral late             | nia* > mina            | covers for Mina    | LATE/LATE
big -asha mina<ben   | referral                  | owen* > mina           | Asha has left; Mina is away | NEXT/NEXT
big -asha mina<nia nia<mina | referral           | owen* > mina nia       | Mina is away       | NEXT/NEXT
big -asha -mina      | referral                  | owen*                  | Mina has left      | NEXT/-
big -asha            | referral !mina            | owen*                  | Mina can't read    | NEXT/-
big -asha mina=contributor | referral +mina      | owen* > mina           | Mina may not do it | NEXT/NEXT
big -asha asha/      | referral                  | mina owen*             | no line manager    | NEXT/-
big -asha asha/lena  | referral                  | lena*                  | line manager       | NEXT/-
big -asha asha/tom   | referral late             | tom*                   | line manager       | LATE/-
big -asha asha/ben   | referral                  | mina owen*             | Ben can't read     | NEXT/-
big -asha -mina -owen | referral                 | judith tom*            | senior manager     | NEXT/-
big -asha -mina      | referral !owen late       | judith tom*            | Asha has left      | LATE/-
big -asha -mina -owen | referral !tom            | judith*                | Mina has left      | NEXT/-
big -asha -mina -owen judith<tom | referral      | tom*                   | senior manager     | NEXT/-
big -asha -mina -owen judith<rita tom<judith | referral | rita*           | covers for Judith  | NEXT/-
big -asha -mina -owen -judith tom<rita | referral late | rita*            | covers for Tom     | LATE/-
big -asha -mina -owen seniors-away | referral    | nobody > judith tom    | nobody is left     | -/WATCH
big -asha -mina -owen seniors-away | referral late | nobody > judith tom  | Judith is away     | -/NOW
big -asha -mina -owen | referral !judith !tom    | nobody > judith lena nia rita tom | Judith can't read | -/WATCH
big -asha -mina -owen | referral !judith !tom late | nobody > judith lena nia rita tom | Asha has left | -/NOW
big asha<nia -mina -owen seniors-away | referral !nia late | nobody > asha judith tom | Mina has left | -/NOW

# Who covers: the case's own entry before the roster, the last entry of several, on its days.
big asha<lena      | referral cover=nia        | nia* > asha lena mina | covers for Asha | NEXT/NEXT
big asha<lena      | referral cover=nia !nia   | lena* > asha mina     | covers for Asha | NEXT/NEXT
big asha<ben       | referral cover=nia        | nia* > asha mina      | covers for Asha | NEXT/NEXT
big asha<owen      | referral cover=nia !owen  | nia* > asha mina      | covers for Asha | NEXT/NEXT
big                | referral cover=nia cover=owen | owen* > asha mina | covers for Asha | NEXT/NEXT
big                | referral soon=nia         | asha > mina           | key worker      | NEXT/NEXT
big                | referral over=nia         | asha > mina           | key worker      | NEXT/NEXT
big asha<<nia      | referral                  | asha > mina           | key worker      | NEXT/NEXT
big                | referral cover=nia>owen   | asha > mina           | key worker      | NEXT/NEXT
big asha<nia:03-10 | referral @03-10T23:59:59  | nia* > asha mina      | covers for Asha | NEXT/NEXT
big asha<nia:03-10 | referral @03-11T00:00:00  | asha > mina           | key worker      | LATE/LATE
big                | referral cover=nia:03-10 @03-10T23:59:59 | nia* > asha mina | covers for Asha | NEXT/NEXT
big                | referral cover=nia:03-10 @03-11T00:00:00 | asha > mina | key worker | LATE/LATE
# In June a day of the agency ends at 23:00 by the clock of Greenwich.
big asha<nia:06-10 | referral @06-10T22:59:59  | nia* > asha mina      | covers for Asha | LATE/LATE
big asha<nia:06-10 | referral @06-10T23:00:00  | asha > mina           | key worker      | LATE/LATE

# Other key workers.
big                | referral kw=nia         | nia > mina       | key worker         | NEXT/NEXT
big                | referral kw=mina        | mina > tom       | key worker         | NEXT/NEXT
big -mina          | referral kw=mina        | tom*             | Mina has left      | NEXT/-
big mina<owen      | referral kw=mina        | owen* > mina tom | covers for Mina    | NEXT/NEXT
big -mina -tom     | referral kw=mina        | owen*            | Tom has left       | NEXT/-
big                | referral kw=judith      | judith           | key worker         | NEXT/-
big judith<tom     | referral kw=judith      | tom* > judith    | covers for Judith  | NEXT/NEXT
big -judith        | referral kw=judith late | mina owen*       | no line manager    | LATE/-
big                | referral kw=rita        | rita             | key worker         | NEXT/-
big                | referral kw=lena late   | lena             | key worker         | LATE/-
big                | referral kw=            | mina owen*       | there is no key worker | NEXT/-
big -mina -owen    | referral kw= late       | judith tom*      | there is no key worker | LATE/-
big                | referral kw=ghost       | mina owen*       | ghost is not in the team | NEXT/-
big asha/          | referral                | asha             | key worker         | NEXT/-
big asha<nia asha/ | referral                | nia* > asha      | covers for Asha    | NEXT/NEXT

# Small teams, and other profiles: they change who there is, and no step.
four                 | referral                | asha > mina     | key worker      | NEXT/NEXT
four asha<mina       | referral                | mina* > asha    | covers for Asha | NEXT/NEXT
four asha<ben        | referral late           | mina* > asha    | line manager    | LATE/LATE
four -asha           | referral                | mina*           | Asha has left   | NEXT/-
four -asha mina<judith | referral              | judith* > mina  | covers for Mina | NEXT/NEXT
four -asha -mina     | referral late           | judith*         | senior manager  | LATE/-
four -asha -mina judith<ben | referral         | nobody > judith | Judith is away  | -/WATCH
four -asha -mina judith<ben | referral late    | nobody > judith | nobody is left  | -/NOW
small four           | referral late           | asha > mina     | key worker      | LATE/LATE
small four -asha     | referral                | mina*           | Asha has left   | NEXT/-
small four -asha -mina | referral              | judith*         | Mina has left   | NEXT/-
small pair           | referral                | asha > judith   | key worker      | NEXT/NEXT
small pair asha<judith | referral              | judith* > asha  | covers for Asha | NEXT/NEXT
small pair -asha     | referral late           | judith*         | Asha has left   | LATE/-
small pair -asha judith<ben | referral late    | nobody > judith | nobody is left  | -/NOW
informal four asha<mina | referral late        | mina* > asha    | covers for Asha | LATE/LATE
informal four -asha  | referral                | mina*           | line manager    | NEXT/-
informal pair -asha  | referral                | judith*         | line manager    | NEXT/-
informal solo        | referral kw=judith      | judith          | key worker      | NEXT/-
small solo judith<ben | referral kw=judith late | nobody > judith | Judith is away | -/NOW

# The receiver's decision on a referral.
big                  | reply                | asha > mina      | key worker      | NEXT/NEXT
big                  | reply late           | asha > mina      | key worker      | LATE/LATE
big                  | reply cover=nia late | nia* > asha mina | covers for Asha | LATE/LATE
big asha<nia         | reply !nia           | mina* > asha     | Asha is away    | NEXT/NEXT
big -asha            | reply                | mina*            | Asha has left   | NEXT/-
big -asha -mina      | reply late           | owen*            | Mina has left   | LATE/-
big -asha -mina -owen | reply               | judith tom*      | senior manager  | NEXT/-
small pair -asha     | reply                | judith*          | line manager    | NEXT/-
informal four asha<ben | reply late         | mina* > asha     | Asha is away    | LATE/LATE
big -asha -mina -owen -judith tom<ben | reply late | nobody > tom | Tom is away  | -/NOW

# The review of a risk.
big                  | risk                   | asha > mina            | key worker      | NEXT/NEXT
big                  | risk late              | asha > mina            | key worker      | LATE/LATE
big asha<owen        | risk late              | owen* > asha mina      | covers for Asha | LATE/LATE
big                  | risk closing           | asha > mina            | key worker      | NEXT/NEXT
big                  | risk !asha             | mina*                  | Asha can't read | NEXT/-
big -asha mina<judith | risk                  | judith* > mina         | covers for Mina | NEXT/NEXT
big -asha            | risk !mina !owen       | judith tom*            | Mina can't read | NEXT/-
small four -asha mina<judith | risk late      | judith* > mina         | covers for Mina | LATE/LATE
informal pair asha<judith | risk              | judith* > asha         | covers for Asha | NEXT/NEXT
big -asha -mina -owen | risk !judith !tom late | nobody > judith lena nia rita tom | Tom can't read | -/NOW

# The review of an intended outcome.
big                  | plan                   | asha > mina           | key worker      | NEXT/NEXT
big                  | plan late              | asha > mina           | key worker      | LATE/LATE
big asha<nia         | plan                   | nia* > asha mina      | covers for Asha | NEXT/NEXT
big asha<nia nia<lena | plan                  | lena* > asha mina nia | covers for Asha | NEXT/NEXT
big -asha asha/      | plan late              | mina owen*            | no line manager | LATE/-
big -asha -mina owen<nia | plan               | judith tom*           | senior manager  | NEXT/-
four -asha -mina     | plan                   | judith*               | Asha has left   | NEXT/-
small four           | plan cover=judith late | judith* > asha mina   | covers for Asha | LATE/LATE
informal four -asha mina<ben | plan           | judith* > mina        | Mina is away    | NEXT/NEXT

# An action, of the one whom it names or the key worker.
big                  | action                | asha > mina          | key worker         | NEXT/NEXT
big                  | action=asha late      | asha > mina          | key worker         | LATE/LATE
big                  | action=nia            | nia > asha mina      | named to do it     | NEXT/NEXT
big                  | action=nia late       | nia > asha mina      | named to do it     | LATE/LATE
big                  | action=mina           | mina > asha          | named to do it     | NEXT/NEXT
big                  | action=judith         | judith > asha mina   | named to do it     | NEXT/NEXT
big                  | action=rita closing   | rita > asha mina     | named to do it     | NEXT/NEXT
big nia<owen         | action=nia            | owen* > asha mina    | covers for Nia     | NEXT/NEXT
big nia<owen owen<lena | action=nia late     | lena* > asha mina    | covers for Nia     | LATE/LATE
big nia<ben          | action=nia            | asha* > mina         | Nia is away        | NEXT/NEXT
big nia<mina mina<nia | action=nia           | asha* > mina nia     | Nia is away        | NEXT/NEXT
big -nia             | action=nia            | asha* > mina         | key worker: Nia has left | NEXT/NEXT
big                  | action=nia !nia late  | asha* > mina         | Nia can't read     | LATE/LATE
big                  | action=ben            | asha* > mina         | Ben can't read     | NEXT/NEXT
big                  | action=vic +vic       | asha* > mina         | Vic may not do it  | NEXT/NEXT
big                  | action=recovery-1     | asha* > mina         | Recovery-1 may not do it | NEXT/NEXT
big                  | action=zoe            | asha* > mina         | key worker         | NEXT/NEXT
big                  | action=nia cover=owen | nia > asha mina owen | named to do it     | NEXT/NEXT
big -nia asha<owen   | action=nia            | owen* > asha mina    | covers for Asha    | NEXT/NEXT
big -nia -asha       | action=nia late       | mina*                | Nia has left; Asha has left | LATE/-
big -nia -asha -mina | action=nia            | owen*                | Nia has left       | NEXT/-
big -nia -asha -mina -owen | action=nia      | judith tom*          | Nia has left       | NEXT/-
big -nia -asha -mina -owen -tom judith<ben | action=nia late | nobody > judith | Judith is away | -/NOW
small pair           | action=judith         | judith > asha        | named to do it     | NEXT/NEXT
small pair judith<asha | action=judith late  | asha* > judith       | covers for Judith  | LATE/LATE
informal four        | action=mina late      | mina > asha          | named to do it     | LATE/LATE
informal four -mina  | action=mina           | asha*                | Mina has left      | NEXT/-

# The next contact.
big                  | contact           | asha > mina      | key worker         | NEXT/NEXT
big                  | contact late      | asha > mina      | key worker         | LATE/LATE
big                  | contact cover=nia | nia* > asha mina | covers for Asha    | NEXT/NEXT
big asha<nia         | contact !nia late | mina* > asha     | line manager       | LATE/LATE
big -asha -mina      | contact           | owen*            | Asha has left; Mina has left | NEXT/-
big -asha -mina -owen judith<nia tom<nia | contact | nia*   | covers for Judith  | NEXT/-
four asha<mina       | contact late      | mina* > asha     | covers for Asha    | LATE/LATE
small pair -asha     | contact           | judith*          | Asha has left      | NEXT/-

# Supervision: nothing happens, and so WATCH once it is late.
big                  | supervision               | asha > mina         | key worker      | NEXT/NEXT
big                  | supervision late          | asha > mina         | key worker      | WATCH/WATCH
big asha<nia         | supervision               | nia* > asha mina    | covers for Asha | NEXT/NEXT
big                  | supervision cover=nia late | nia* > asha mina   | covers for Asha | WATCH/WATCH
big asha<nia         | supervision !nia late     | mina* > asha        | Asha is away    | WATCH/WATCH
big -asha            | supervision late          | mina*               | Asha has left   | WATCH/-
big -asha mina<owen  | supervision               | owen* > mina        | covers for Mina | NEXT/NEXT
big -asha -mina -owen | supervision late         | judith tom*         | senior manager  | WATCH/-
big -asha -mina -owen seniors-away | supervision | nobody > judith tom | nobody is left  | -/WATCH
big -asha -mina -owen seniors-away | supervision late | nobody > judith tom | nobody is left | -/WATCH
small four -asha     | supervision late          | mina*               | line manager    | WATCH/-
informal pair        | supervision late          | asha > judith       | key worker      | WATCH/WATCH

# A case with no entry.
big                  | dormant                | asha > mina           | key worker      | NEXT/NEXT
big                  | dormant late           | asha > mina           | key worker      | WATCH/WATCH
big                  | dormant cover=nia late | nia* > asha mina      | covers for Asha | WATCH/WATCH
big asha<nia nia<owen | dormant               | owen* > asha mina nia | covers for Asha | NEXT/NEXT
big -asha -mina      | dormant late           | owen*                 | Mina has left   | WATCH/-
big                  | dormant !asha late     | mina*                 | Asha can't read | WATCH/-
four -asha -mina judith<ben | dormant late    | nobody > judith       | nobody is left  | -/WATCH
small pair asha<judith | dormant late         | judith* > asha        | covers for Asha | WATCH/WATCH
informal four        | dormant                | asha > mina           | key worker      | NEXT/NEXT

# A fact left unknown, and a hypothesis to be tested.
big                  | unknown             | asha > mina         | key worker      | NEXT/NEXT
big                  | unknown late        | asha > mina         | key worker      | LATE/LATE
big asha<nia         | unknown late        | nia* > asha mina    | covers for Asha | LATE/LATE
big -asha            | unknown             | mina*               | Asha has left   | NEXT/-
big -asha -mina -owen | unknown !judith    | tom*                | senior manager  | NEXT/-
small four asha<mina | unknown             | mina* > asha        | covers for Asha | NEXT/NEXT
big                  | test                | asha > mina         | key worker      | NEXT/NEXT
big                  | test late           | asha > mina         | key worker      | LATE/LATE
big                  | test cover=nia !nia | mina* > asha        | Asha is away    | NEXT/NEXT
big -asha mina<nia   | test                | nia* > mina         | covers for Mina | NEXT/NEXT
big -asha -mina -owen seniors-away | test late | nobody > judith tom | Tom is away | -/NOW
informal pair -asha  | test late           | judith*             | Asha has left   | LATE/-

# Transfers go on in a case that has ended.
big                  | send closed               | asha > mina            | key worker      | NEXT/NEXT
big                  | send closed late          | asha > mina            | key worker      | LATE/LATE
big asha<nia         | send closed late          | nia* > asha mina       | covers for Asha | LATE/LATE
big                  | send closed cover=nia     | nia* > asha mina       | covers for Asha | NEXT/NEXT
big -asha            | send closed               | mina*                  | Asha has left   | NEXT/-
big -asha -mina      | send closed !owen late    | judith tom*            | Mina has left   | LATE/-
big -asha -mina -owen | send closed !judith !tom late | nobody > judith lena nia rita tom | nobody is left | -/NOW
small four           | send closed late          | asha > mina            | key worker      | LATE/LATE
big                  | send closing              | asha > mina            | key worker      | NEXT/NEXT
big                  | receipt closed            | asha > mina            | key worker      | NEXT/NEXT
big                  | receipt transferred late  | asha > lena mina       | key worker      | LATE/LATE
big -asha            | receipt transferred late  | mina* > lena           | Asha has left   | LATE/LATE
big asha<nia         | receipt closed !nia       | mina* > asha           | Asha is away    | NEXT/NEXT
informal four -asha -mina | receipt closed       | judith*                | senior manager  | NEXT/-
big                  | move                      | asha > mina            | key worker      | NEXT/NEXT
big                  | move late                 | asha > mina            | key worker      | LATE/LATE
big asha<owen        | move                      | owen* > asha mina      | covers for Asha | NEXT/NEXT
big -asha mina<ben   | move                      | owen* > mina           | Mina is away    | NEXT/NEXT
small pair -asha     | move late                 | judith*                | line manager    | LATE/-
big                  | referral destroyed        | none                   |                 | -/-
big                  | access destroyed late     | none                   |                 | -/-
`)
}

// The instants around the second at which a thing is due. Until that second it is in time.
func TestAroundTheDueSecond(t *testing.T) {
	check(t, `
big                  | referral @03-10T23:59:58  | asha > mina            | key worker     | NEXT/NEXT   | late=0s
big                  | referral @03-10T23:59:59  | asha > mina            | key worker     | NEXT/NEXT   | late=0s
big                  | referral @03-11T00:00:00  | asha > mina            | key worker     | LATE/LATE   | late=1s
big                  | referral @03-11T00:00:01  | asha > mina            | key worker     | LATE/LATE   | late=2s
big                  | action @03-10T23:59:59    | asha > mina            | key worker     | NEXT/NEXT   | late=0s
big                  | action @03-11T00:00:00    | asha > mina            | key worker     | LATE/LATE   | late=1s
big                  | supervision @03-10T23:59:59 | asha > mina          | key worker     | NEXT/NEXT   | late=0s
big                  | supervision @03-11T00:00:00 | asha > mina          | key worker     | WATCH/WATCH | late=1s
big                  | dormant @03-10T23:59:59   | asha > mina            | key worker     | NEXT/NEXT   | late=0s
big                  | dormant @03-11T00:00:00   | asha > mina            | key worker     | WATCH/WATCH | late=1s
big                  | access @03-10T23:59:59    | asha rita > mina       | records        | NEXT/NEXT   | late=0s
big                  | access @03-11T00:00:00    | asha rita > mina       | records        | LATE/LATE   | late=1s
big                  | concern @03-10T23:59:59   | lena > asha mina       | safeguarding   | NOW/NEXT    | late=0s
big                  | concern @03-11T00:00:00   | lena > asha mina       | safeguarding   | NOW/LATE    | late=1s
big                  | intake acceptance concern @03-10T23:59:59 | lena   | safeguarding   | NEXT/-      | late=0s
big                  | intake acceptance concern @03-11T00:00:00 | lena   | safeguarding   | LATE/-      | late=1s
big                  | intake acceptance @03-10T23:59:59 | lena           | safeguarding   | NOW/-       | late=0s
big                  | intake acceptance @03-11T00:00:00 | lena           | safeguarding   | NOW/-       | late=1s
big                  | decision @03-10T23:59:59  | mina > asha            | line manager   | SIGN/NEXT   | late=0s
big                  | decision @03-11T00:00:00  | mina > asha judith tom | line manager   | SIGN/LATE   | late=1s
big                  | erasure @03-17T23:59:59   | judith tom > asha mina | senior manager | SIGN/NEXT   | late=0s
big                  | erasure @03-18T00:00:00   | judith tom > asha mina | senior manager | SIGN/LATE   | late=1s
big                  | leftover over=nia:03-09 @03-10T00:00:00 | asha > mina | key worker  | WATCH/WATCH | due=03-09
big                  | leftover over=nia:03-09 @03-09T23:59:59 | none     |                | -/-
four -asha -mina judith<ben | reply @03-10T23:59:59 | nobody > judith     | nobody         | -/WATCH     | late=0s
four -asha -mina judith<ben | reply @03-11T00:00:00 | nobody > judith     | nobody         | -/NOW       | late=1s
`)
}
