using NsmPS.Sandbox.Spdy;

namespace NsmPS.Sandbox.Tests.Spdy;

/// <summary>Headers as kubectl sends them: one zlib stream with the dictionary of SPDY/3, flushed after each block.</summary>
public sealed class HeaderReaderTests
{
    private const string ErrorBlock = "78f9e3c6a7c202256f703a2b294a4dcc851625aca9a0808614cb45a024cc64610024398b20919809"
        + "4adc8c0658ca202e84e301000000ffff";
    private const string DataBlock = "02a5660c8341655422217301000000ffff";

    [Fact]
    public void Read_BlocksOfOneStream_KnowTheDictionaryAndEachOther()
    {
        using var reader = new HeaderReader();

        var first = reader.Read(Convert.FromHexString(ErrorBlock));
        var second = reader.Read(Convert.FromHexString(DataBlock));

        Assert.Equal(["content-type=text/plain", "port=80", "requestid=0", "streamtype=error"], Shown(first));
        Assert.Equal(["port=80", "requestid=0", "streamtype=data"], Shown(second));
    }

    [Theory]
    [InlineData("", "not compressed with the dictionary")]
    [InlineData("789c00000001", "not compressed with the dictionary")]
    [InlineData("78bb00000001000400fbff00000000", "not compressed with the dictionary")]
    [InlineData("78bbe3c6a7c2000400fbffffffffff000000ffff", "4294967295 is too many")]
    [InlineData("78bbe3c6a7c2000400fbff00000001000000ffff", "headers cannot be read")]
    [InlineData("78bbe3c6a7c207", "headers cannot be read")]
    public void Read_OtherBytes_AreRefused(string bytes, string reason)
    {
        using var reader = new HeaderReader();

        Assert.Contains(reason, Assert.Throws<SpdyException>(() => reader.Read(Convert.FromHexString(bytes))).Message);
    }

    private static IEnumerable<string> Shown(IReadOnlyDictionary<string, string> headers) =>
        headers.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal);
}
