// BitLabs: GET /callback?uid=[%USER:UID%]&tx=[%TX%]&ref=[%REF%]&val=[%VALUE:CURRENCY%]&raw=[%VALUE:USD%]&offer_state=[%OFFER:TASK:STATE%]
// SECRET=… go run bitlabs.go ledger.go
package main

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/hex"
	"net/http"
	"os"
	"strconv"
	"strings"
)

func main() {
	serve(func(r *http.Request) (int, string, error) {
		// The address as it was called. Behind a proxy set ORIGIN to what stands before the path in the address you gave us.
		whole := or(os.Getenv("ORIGIN"), "http://"+r.Host) + r.RequestURI
		at := strings.LastIndex(whole, "&hash=")
		if at < 0 || !isSigned(whole[:at], whole[at+len("&hash="):]) {
			return 401, "wrong hash", nil
		}
		given := r.URL.Query()
		user, tx, state := given.Get("uid"), given.Get("tx"), given.Get("offer_state")
		if tx == "" || state == "PENDING" {
			return 200, "OK", nil
		}
		value, err := strconv.ParseInt(given.Get("val"), 10, 64)
		if err != nil {
			return 0, "", err
		}
		// Stateful: one tx through its states, never negative. Otherwise a reconciliation has a tx of its own and a
		// negative value.
		if state == "RECONCILED" {
			_, err = book("reversal "+tx, user, -value)
		} else {
			_, err = book(tx, user, value)
		}
		return 200, "OK", err
	})
}

func isSigned(address, received string) bool {
	for _, secret := range secrets {
		mac := hmac.New(sha1.New, []byte(secret))
		mac.Write([]byte(address))
		if hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(received)) {
			return true
		}
	}
	return false
}
