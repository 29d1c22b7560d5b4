package team

type rule struct {
	rights []right
	needs  string // who may, as a sentence
}

// ruleFor returns the rule for an op. It is the program's only table of permissions: the "who"
// column of FORMAT.md, 12.
func ruleFor(op string) (rule, bool) {
	switch op {
	case OpInit, OpPolicy, OpRejoin:
		return rule{[]right{anyOf(Senior)}, "only a senior may"}, true
	case OpTeam:
		return rule{[]right{anyOf(Senior, Recovery)}, "only a senior or a recovery key may"}, true
	case OpAdopt:
		return rule{[]right{anyOf(Manager, Senior)}, "only a manager or a senior may"}, true
	case OpOpen:
		return rule{[]right{anyOf(casework()...)}, "only a caseworker, lead, manager, senior or " +
			"records member may"}, true
	case OpIntake, OpConcern:
		return rule{[]right{anyOf(append(casework(), Contributor)...)},
			"anyone but auditors, services and recovery keys may"}, true
	case OpRekey:
		return rule{[]right{anyOf(Roles()...)}, "anyone may, for their own keys"}, true
	}
	return caseRule(op)
}

// caseRule has the ops for which the member's place in the case counts.
func caseRule(op string) (rule, bool) {
	switch op {
	case OpAccept:
		return rule{[]right{readers(Lead, Senior)}, "only a lead or a senior who reads the case " +
			"may"}, true
	case OpAdd:
		return rule{[]right{readers(casework()...)},
				"only a caseworker, lead, manager, senior or records member who reads the case " +
					"may"},
			true
	case OpEndorse, OpEndorseLine:
		return rule{[]right{readers(Manager, Senior)}, "only a manager or a senior who reads the " +
			"case may"}, true
	case OpEndorseSenior:
		return rule{[]right{readers(Senior)}, "only a senior who reads the case may"}, true
	case OpClose:
		return rule{append(kms(), readers(Lead)),
			"only the case's key worker, or a lead, manager or senior who reads the case may"}, true
	case OpReopen, OpHandover, OpGrant, OpRevoke, OpTransfer, OpEraseRequest, OpReseal:
		return rule{kms(), "only the case's key worker, or a manager or senior who reads the " +
			"case may"}, true
	case OpGrantKeyWorker:
		return rule{[]right{readers(casework()...)},
				"only a caseworker, lead, manager, senior or records member who reads the case " +
					"may"},
			true
	case OpRevokeLeft:
		return rule{append(kms(), anyOf(Records, Senior)),
			"only the case's key worker, a manager who reads the case, a records member or a " +
				"senior may"}, true
	}
	return recordsRule(op)
}

// recordsRule has the ops of retention and disposal.
func recordsRule(op string) (rule, bool) {
	switch op {
	case OpHold:
		return rule{[]right{readers(casework()...), anyOf(Records, Senior)},
			"only a caseworker, lead or manager who reads the case, a records member or a senior " +
				"may"}, true
	case OpRelease:
		return rule{[]right{anyOf(Records, Senior)}, "only a records member or a senior may"}, true
	case OpRetain:
		return rule{[]right{readers(Records, Manager, Senior)},
			"only a records member, manager or senior who reads the case may"}, true
	case OpDisposeRequest:
		return rule{[]right{readers(Records)}, "only a records member who reads the case may"}, true
	case OpDispose:
		return rule{[]right{readers(Records)}, "only a records member who reads the case may"}, true
	}
	return rule{}, false
}

func anyOf(roles ...Role) right   { return right{roles: roles} }
func readers(roles ...Role) right { return right{roles: roles, reader: true} }

func casework() []Role { return []Role{Caseworker, Lead, Manager, Senior, Records} }

// kms returns the rights of KMS† in FORMAT.md, 12: the case's key worker, a manager or a senior,
// who read it. A key worker without a casework role has no right, as rights come from roles alone.
func kms() []right {
	return []right{{roles: casework(), reader: true, keyWorker: true}, readers(Manager, Senior)}
}
