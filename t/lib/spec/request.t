use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: method and URI
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
GET /a
--- response_body chomp
GET /a HTTP/1.1 localhost close  

=== bad: method and URI
fails: response is expected
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
GET /a
--- response_body chomp
POST /a HTTP/1.1 localhost close  

=== good: version
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
POST /a?b=c HTTP/1.0
--- response_body chomp
POST /a?b=c HTTP/1.0 localhost close  

=== good: the body is trimmed
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
PUT /a

  hello

--- response_body chomp
PUT /a HTTP/1.1 localhost close 5 

=== bad: the length of the body
fails: response is expected
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
PUT /a
hello

--- response_body chomp
PUT /a HTTP/1.1 localhost close 6 

=== good: comments
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
# a comment
GET /a

=== good: evaluated
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request eval
"PUT /a\n" . "x" x 1000
--- response_body chomp
PUT /a HTTP/1.1 localhost close 1000 

=== good: packets
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request eval
[["PUT /a\nabc", "def", { value => "ghi", delay_before => 0.1 }]]
--- response_body chomp
PUT /a HTTP/1.1 localhost close 9 

=== good: packets in the line
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request eval
[["PU", "T /", "a\nabc", "def"]]
--- response_body chomp
PUT /a HTTP/1.1 localhost close 6 

=== bad: packets
fails: response is expected
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request eval
[["PUT /a\nabc", "def", "ghi"]]
--- response_body chomp
PUT /a HTTP/1.1 localhost close 8 

=== good: HEAD has no body
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
HEAD /a
--- response_body eval
""
--- response_headers
Content-Length: 6

=== bad: HEAD has no body
fails: response is expected
--- config
    location /a { return 200 "hello\n"; }
    location /b { return 404 "gone\n"; }
--- request
HEAD /a
--- response_body
hello
