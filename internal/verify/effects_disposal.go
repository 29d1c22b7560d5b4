package verify

import "casefile/internal/record"

// AfterRetain sets the date that was computed under a version of the policy; zero while a fact is
// missing. It ends a request for disposal, because the request depends on the old date.
func AfterRetain(d record.Docket, until record.Date, policy int) record.Docket {
	d.RetainUntil, d.Policy = until, policy
	if d.Status == record.Disposing {
		d.Status, d.Pending = record.Closed, ""
	}
	return withoutRecheck(d)
}

// AfterDisposeRequest makes the case wait for the endorsements of the request.
func AfterDisposeRequest(d record.Docket, request record.ID) record.Docket {
	d.Status, d.Pending = record.Disposing, request
	return d
}

// AfterDispose returns the docket of a destroyed case: each epoch keeps its line, without wrapped
// keys.
func AfterDispose(d record.Docket) record.Docket {
	d.Status, d.Pending = record.Destroyed, ""
	d.Keys = make([]record.Epoch, len(d.Keys))
	return d
}
