package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
)

// One secret, or two divided by a space while it is changed.
var secrets = strings.Fields(os.Getenv("SECRET"))

type booking struct {
	Event  string `json:"event"`
	User   string `json:"user"`
	Amount int64  `json:"amount"`
}

// Who got what, each event once. Go's own library knows no database: this is a file that is only added to. In yours, make it a
// table with a unique key on the event, so that a row is the coins.
var ledger struct {
	sync.Mutex
	file *os.File
	seen map[string]bool
}

// book reports whether the event is new; one that is there already changes nothing.
func book(event, user string, amount int64) (bool, error) {
	ledger.Lock()
	defer ledger.Unlock()
	if ledger.seen[event] {
		fmt.Println("seen before", event, user, amount)
		return false, nil
	}
	line, err := json.Marshal(booking{event, user, amount})
	if err != nil {
		return false, err
	}
	if _, err := ledger.file.Write(append(line, '\n')); err != nil {
		return false, err
	}
	if err := ledger.file.Sync(); err != nil {
		return false, err
	}
	ledger.seen[event] = true
	fmt.Println("booked", event, user, amount)
	return true, nil
}

// serve answers with what receive returns; an error is 500, and the call comes again.
func serve(receive func(*http.Request) (int, string, error)) {
	if len(secrets) == 0 {
		log.Fatal("Set SECRET: without it anybody could give away coins.")
	}
	openLedger()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		status, text, err := receive(r)
		if err != nil {
			log.Print(err)
			status, text = http.StatusInternalServerError, "try again"
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		fmt.Fprint(w, text)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:"+or(os.Getenv("PORT"), "8000"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("port", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, nil))
}

func openLedger() {
	file, err := os.OpenFile(or(os.Getenv("LEDGER"), "ledger.jsonl"), os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
	if err != nil {
		log.Fatal(err)
	}
	ledger.file, ledger.seen = file, map[string]bool{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var one booking
		if json.Unmarshal(lines.Bytes(), &one) == nil {
			ledger.seen[one.Event] = true
		}
	}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
