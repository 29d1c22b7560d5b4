// Package duty says who must do what: from plain facts of cases, the team, the policy and an
// instant, it makes one list of duties. Views of this list are the start page, the inbox, due and
// its calendar, the caseload, the findings of lateness, and a server's messages after a push. No
// view adds a duty or drops one.
//
// The words:
//
//   - A duty is something that somebody must do: what, whose, since when, by when, late by how
//     much, how urgent, and which command does it.
//   - A duty has one or more people. Any one of them may do it, and so ends it. They can all read
//     the case, are in the team, are not away, and have the right.
//   - Told are the key worker and the line manager. They look after a case, and see its duties
//     although others must do them.
//   - A stand-in has a duty because the person whom policy names is away, or there is none. Why
//     says so.
//   - A duty is nobody's if no stand-in is left. Every active senior manager sees it. If none of
//     these can read the case, everyone who can read it sees the duty too.
//
// Whom policy names, and who stands in, in this order:
//
//   - key worker: who covers for them, as the case says or else the roster, their line manager, and
//     on as for these; in an intake, which has none, as for leads
//   - line manager: who covers for them, any manager, any senior
//   - safeguarding lead: who covers for one, any senior
//   - senior manager: who covers for one
//   - records: who covers for one, any senior; a disposal is theirs alone
//
// One duty is not passed on: the first look at a case belongs to its new key worker, also while
// they are away.
//
// The room opens nothing itself and looks at no clock. Gather asks Records, an interface of its
// own, for the cases that one can read. It has no rule of its own about levels and rights, which
// room team decides. Room cases decides when work on a case has ended and when a case may be
// destroyed. The caller says whether a person has opened a case: a record shows who could read, and
// not who did.
package duty
