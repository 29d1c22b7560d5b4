package casebook

import "testing"

// A name means the one own case, or else the only readable case. Otherwise the person has to
// choose.
func TestOwnOf(t *testing.T) {
	mine, hers, third := NamedCase{ID: "K3F927QM", Mine: true}, NamedCase{ID: "P4W8RRRR"},
		NamedCase{ID: "R5VN61QX"}
	also := NamedCase{ID: "X7YZ2222", Mine: true}
	for _, tt := range []struct {
		list []NamedCase
		want string
	}{
		{nil, ""}, {[]NamedCase{hers}, "P4W8RRRR"}, {[]NamedCase{hers, third}, ""},
		{[]NamedCase{hers, mine, third}, "K3F927QM"}, {[]NamedCase{mine, also}, ""},
	} {
		if got, ok := OwnOf(tt.list); string(got.ID) != tt.want || ok != (tt.want != "") {
			t.Errorf("%v: %v, %v", tt.list, got, ok)
		}
	}
}
