extern alias client;

using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using client::NsmPS.Meshes;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>Bytes that no generated client would send.</summary>
public sealed class RawTests : AdapterTest
{
    private const string Ok = "0";

    private const string Unimplemented = "12";
    private const string Internal = "13";
    private const string ResourceExhausted = "8";

    private readonly HttpClient _http = new();

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "MeshName", "0000000000", Ok },
        { "MeshName", "0000000003" + "FA0701", Internal },
        { "MeshName", "0000000002" + "FFFF", Internal },
        { "ApplyOperation", "0000000004" + "0AFFFF7F", Internal },
        { "ApplyOperation", "0000000003" + "0A01FF", Internal },
        { "ApplyOperation", "00FFFFFFFF", Internal },
        { "ApplyOperation", "0000500000", ResourceExhausted },
        { "MeshName", "0100000000", Internal },
        { "MeshName", "0000", Internal },
        { "MeshName", "", Internal },
        { "Nothing", "0000000000", Unimplemented },

        // A field that this adapter does not know: a newer server's, to be passed over.
        { "MeshName", "0000000003" + "982A01", Ok },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_AnyBytes_HasAStatusAndNoStackTrace(string method, string hex, string expected)
    {
        using var response = await PostAsync($"/meshes.MeshService/{method}", Convert.FromHexString(hex));

        var status = Header(response, "grpc-status");
        Assert.Equal(expected, status);
        Assert.DoesNotContain(" at ", Header(response, "grpc-message") ?? "", StringComparison.Ordinal);
        await StillServesAsync();
        var log = System.Text.Encoding.UTF8.GetString(Adapter.Log.ToArray());
        Assert.DoesNotContain("Exception", log, StringComparison.Ordinal);
        Assert.InRange(log.Split('\n').Count(line => line.Contains(method, StringComparison.Ordinal)), 0, 1);
    }

    [Fact]
    public async Task Body_FiveMegabytes_IsResourceExhausted()
    {
        var frame = new byte[5 + (5 * 1024 * 1024)];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);

        using var response = await PostAsync("/meshes.MeshService/ApplyOperation", frame);

        Assert.Equal(ResourceExhausted, Header(response, "grpc-status"));
        await StillServesAsync();
    }

    [Fact]
    public async Task ContentType_NotGrpc_IsRefused()
    {
        using var response = await PostAsync("/meshes.MeshService/MeshName", [0, 0, 0, 0, 0], "text/plain");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Get_Root_TellsWhoThisIs()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{Adapter.Address}/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact
        };

        using var response = await _http.SendAsync(request, Token);

        Assert.Contains("meshes.MeshService", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\ngarbage-garbage-garbage-garbage")]
    [InlineData("\0\0\0\0\0\0\0\0\0")]
    public async Task Connection_NotHttp2_IsClosedAndHarmsNobody(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Adapter.Address, Token);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(bytes), Token);
        socket.Client.Shutdown(SocketShutdown.Send);

        var buffer = new byte[1024];
        while (await stream.ReadAsync(buffer, Token) > 0)
        {
        }

        await StillServesAsync();
    }

    private async Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type = "application/grpc")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{Adapter.Address}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        var response = await _http.SendAsync(request, Token);
        await response.Content.ReadAsByteArrayAsync(Token);
        return response;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.TrailingHeaders.TryGetValues(name, out var trailing) || response.Headers.TryGetValues(name, out trailing)
            ? trailing.First()
            : null;

    private async Task StillServesAsync() =>
        Assert.Equal("NETWORK_SERVICE_MESH", (await Adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
}
