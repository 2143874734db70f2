use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: two
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- pipelined_requests eval
["GET /a", "GET /b"]
--- error_code eval
[200, 404]
--- response_body eval
["hello\n", "gone\n"]

=== bad: the second
fails: status code ok
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- pipelined_requests eval
["GET /a", "GET /b"]
--- error_code eval
[200, 200]
--- response_body eval
["hello\n", "gone\n"]

=== good: with headers
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- pipelined_requests eval
["GET /a", "GET /a"]
--- more_headers eval
["X-A: 1", "X-A: 2"]
--- response_body eval
["GET /a HTTP/1.1 localhost keep-alive  1", "GET /a HTTP/1.1 localhost close  2"]

=== bad: the last closes
fails: response is expected
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- pipelined_requests eval
["GET /a", "GET /a"]
--- more_headers eval
["X-A: 1", "X-A: 2"]
--- response_body eval
["GET /a HTTP/1.1 localhost keep-alive  1", "GET /a HTTP/1.1 localhost keep-alive  2"]

=== good: with bodies
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- pipelined_requests eval
["PUT /a\nabc", "PUT /a\nabcd"]
--- response_body eval
["PUT /a HTTP/1.1 localhost keep-alive 3 ", "PUT /a HTTP/1.1 localhost close 4 "]
