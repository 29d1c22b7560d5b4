package verify

import "casefile/internal/record"

// AfterRetain is the docket once its date was computed anew, under the policy of
// that version; zero while a fact is missing. A request for disposal rests on the date
// that was, and so ends.
func AfterRetain(d record.Docket, until record.Date, policy int) record.Docket {
	d.RetainUntil, d.Policy = until, policy
	if d.Status == record.Disposing {
		d.Status, d.Pending = record.Closed, ""
	}
	return withoutRecheck(d)
}

// AfterDisposeRequest leaves the case to the endorsements of the request.
func AfterDisposeRequest(d record.Docket, request record.ID) record.Docket {
	d.Status, d.Pending = record.Disposing, request
	return d
}

// AfterDispose is the docket of a case of which nothing can be read any more:
// each epoch has its line, and no wrapped key.
func AfterDispose(d record.Docket) record.Docket {
	d.Status, d.Pending = record.Destroyed, ""
	d.Keys = make([]record.Epoch, len(d.Keys))
	return d
}
