namespace NsmPS.Adapter.Client.Probe;

/// <summary>Begins HTTP/2 as a client that knows it, and looks at what comes back (RFC 9113, section 3.4).</summary>
internal static class Http2Greeting
{
    private const int FrameHeader = 9;
    private const byte SettingsFrame = 4;
    private const byte TlsAlert = 0x15;

    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<Greeting> ExchangeAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, SettingsFrame, 0, 0, 0, 0, 0];
        await stream.WriteAsync(preface, cancellationToken);
        var answer = new byte[FrameHeader];
        var count = await stream.ReadAtLeastAsync(answer, FrameHeader, throwOnEndOfStream: false, cancellationToken);
        return Judge(answer.AsSpan(0, count));
    }

    private static Greeting Judge(ReadOnlySpan<byte> answer) => answer switch
    {
        [] => Greeting.Nothing,
        [TlsAlert, 3, ..] => Greeting.Tls,
        [(byte)'H', (byte)'T', (byte)'T', (byte)'P', ..] => Greeting.Http1,
        [_, _, _, SettingsFrame, _, 0, 0, 0, 0] => Greeting.Http2,
        _ => Greeting.Other,
    };
}
