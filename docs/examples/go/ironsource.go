// ironSource: GET /reward and GET /reversal?userId=[USER_ID]&rewards=[REWARDS]&eventId=[EVENT_ID]
// SECRET=… go run ironsource.go ledger.go
package main

import (
	"crypto/hmac"
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"strconv"
)

func main() {
	serve(func(r *http.Request) (int, string, error) {
		given := r.URL.Query()
		user, rewards, event := given.Get("userId"), given.Get("rewards"), given.Get("eventId")
		if !isSigned(given.Get("timestamp")+event+user+rewards, given.Get("signature")) {
			return 403, "wrong signature", nil
		}
		amount, err := strconv.ParseInt(rewards, 10, 64)
		if err != nil {
			return 0, "", err
		}
		// A reversal is the same call to the address that you gave for it. Keep that address to yourself: the signature
		// does not cover it.
		if r.URL.Path == "/reversal" {
			_, err = book("reversal "+event, user, -amount)
		} else {
			_, err = book(event, user, amount)
		}
		return 200, event + ":OK", err
	})
}

func isSigned(parts, signature string) bool {
	for _, secret := range secrets {
		sum := md5.Sum([]byte(parts + secret))
		if hmac.Equal([]byte(hex.EncodeToString(sum[:])), []byte(signature)) {
			return true
		}
	}
	return false
}
