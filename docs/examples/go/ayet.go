// ayeT-Studios: GET /callback?transaction_id={transaction_id}&external_identifier={external_identifier}&currency_amount={currency_amount}&is_chargeback={is_chargeback}
// SECRET=… go run ayet.go ledger.go
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

func main() {
	serve(func(r *http.Request) (int, string, error) {
		given := r.URL.Query()
		if !isSigned(canonical(given), r.Header.Get("X-Ayetstudios-Security-Hash")) {
			return 401, "wrong hash", nil
		}
		amount, err := strconv.ParseInt(given.Get("currency_amount"), 10, 64)
		if err != nil {
			return 0, "", err
		}
		// A chargeback is a transaction of its own, "r-…", with a negative amount.
		_, err = book(given.Get("transaction_id"), given.Get("external_identifier"), amount)
		return 200, "OK", err
	})
}

// All parameters sorted by name (Encode does that), as PHP's http_build_query writes them.
func canonical(given url.Values) string {
	return strings.ReplaceAll(given.Encode(), "~", "%7E")
}

func isSigned(parameters, received string) bool {
	for _, secret := range secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		mac.Write([]byte(parameters))
		if hmac.Equal([]byte(hex.EncodeToString(mac.Sum(nil))), []byte(received)) {
			return true
		}
	}
	return false
}
