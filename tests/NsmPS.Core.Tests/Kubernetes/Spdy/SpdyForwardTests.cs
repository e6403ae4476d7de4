namespace NsmPS.Core.Tests.Kubernetes.Spdy;

public sealed class SpdyForwardTests : SpdyTest
{
    [Fact]
    public async Task Connect_Data_PassesBothWaysWhateverItsSize()
    {
        byte[] sent = [.. Enumerable.Range(0, 200_000).Select(number => (byte)number)];
        Serve(async server =>
        {
            await server.TakeAsync(2);
            Assert.Equal(["error", "data"], server.Streams.Keys);
            Assert.All(server.Headers.Values, headers => Assert.Equal(("5001", "0"), (headers["port"], headers["requestid"])));
            for (var seen = 0; seen < sent.Length;)
            {
                var (stream, data) = (await server.ReadFrameAsync())!.Value;
                Assert.Equal(server.Streams["data"], stream);
                await server.SendAsync("data", data);
                seen += data.Length;
            }

            await server.SendAsync("error", "", last: true);
            await server.SendAsync("data", "", last: true);
            await Assert.ThrowsAnyAsync<IOException>(server.ReadFrameAsync);
        });

        await using (var stream = await Client.ConnectToPodAsync("default", "p", 5001, Token))
        {
            var back = new byte[sent.Length];
            var reading = stream.ReadExactlyAsync(back, Token);
            await stream.WriteAsync(sent, Token);
            await reading;
            Assert.Equal(sent, back);
            Assert.Equal(0, await stream.ReadAsync(back, Token));
        }

        Assert.Equal("served", await Ended);
        Assert.Equal("POST", Server.Requests[^1].Method);
    }

    [Fact]
    public async Task Connect_StreamsNotTakenYet_SendsNoDataThatTheServerWouldDrop()
    {
        Serve(async server =>
        {
            await server.ReadStreamsAsync(2);
            await server.PingAsync(2);
            Assert.Null(await server.ReadFrameAsync());
            Assert.Equal([2u], server.Pongs);
            await server.TakeAsync(2);
            Assert.Equal("hello"u8.ToArray(), (await server.ReadFrameAsync())!.Value.Data);
        });

        await using var stream = await Client.ConnectToPodAsync("default", "p", 5001, Token);
        await stream.WriteAsync("hello"u8.ToArray(), Token);

        Assert.Equal("served", await Ended);
    }

    [Fact]
    public async Task Read_ServerCannotConnect_SaysWhyInOneLine()
    {
        Serve(async server =>
        {
            await server.TakeAsync(2);
            await server.SendAsync("error", "dial tcp4 127.0.0.1:5001:\n\u001b[31mrefused", last: true);
            await server.SendAsync("data", "", last: true);
        });

        await using var stream = await Client.ConnectToPodAsync("default", "p", 5001, Token);
        var failure = await Assert.ThrowsAsync<IOException>(async () => await stream.ReadExactlyAsync(new byte[1], Token));

        Assert.Equal("the port cannot be connected to: dial tcp4 127.0.0.1:5001:??[31mrefused", failure.Message);
    }

    [Fact]
    public async Task Dispose_OpenConnection_EndsTheServersSideAndTheReading()
    {
        Serve(async server =>
        {
            await server.TakeAsync(2);
            await server.ReadFrameAsync();
        });
        var stream = await Client.ConnectToPodAsync("default", "p", 5001, Token);

        await stream.DisposeAsync();

        Assert.Equal("gone", await Ended);
        await Assert.ThrowsAnyAsync<Exception>(async () => await stream.ReadExactlyAsync(new byte[1], Token));
    }
}
