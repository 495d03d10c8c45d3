// Tapjoy: GET /reward and GET /reversal; snuid, currency, id and verifier are added to the address.
// SECRET=… go run tapjoy.go ledger.go
package main

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

func main() {
	serve(func(r *http.Request) (int, string, error) {
		given := r.URL.Query()
		id, user, currency := given.Get("id"), given.Get("snuid"), given.Get("currency")
		// 403 means never again: right for a forgery, wrong for anything that may work later.
		if !isSigned([]string{id, user, currency}, given.Get("verifier")) {
			return 403, "wrong verifier", nil
		}
		amount, err := strconv.ParseInt(currency, 10, 64)
		if err != nil {
			return 0, "", err
		}
		// A reversal is the same call to the address that you gave for it. Keep that address to yourself: the verifier does
		// not cover it.
		if r.URL.Path == "/reversal" {
			_, err = book("reversal "+id, user, -amount)
		} else {
			_, err = book(id, user, amount)
		}
		return 200, "OK", err
	})
}

func isSigned(parts []string, verifier string) bool {
	for _, secret := range secrets {
		sum := md5.Sum([]byte(strings.Join(append(parts, secret), ":")))
		if hmac.Equal([]byte(hex.EncodeToString(sum[:])), []byte(verifier)) {
			return true
		}
	}
	return false
}
