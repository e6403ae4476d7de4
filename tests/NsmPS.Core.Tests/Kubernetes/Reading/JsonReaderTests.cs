using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Reading;

public class JsonReaderTests
{
    public static TheoryData<bool> Both => [true, false];

    [Theory]
    [InlineData("""{"a":1,"a":{"b":[1,2.5,1e3,true,false,null,"x"],"b":2}}""", """{"a":{"b":2}}""")]
    [InlineData("""{"a":"\ud83d\ude00","b":9223372036854775808}""", """{"a":"\ud83d\ude00","b":9223372036854775808}""")]
    [InlineData("[1,[],{}]", "[1,[],{}]")]
    [InlineData("null", "null")]
    public void Read_Json_LastOfEqualKeysCounts(string text, string expected)
    {
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonReader.Read(text, ReadLimits.Answer)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonReader.Read(text, ReadLimits.Kubeconfig)));
    }

    [Theory]
    [InlineData("", "it is not JSON")]
    [InlineData("{\n  \"a\": x}", "line 2, column 8: it is not JSON")]
    [InlineData("{} {}", "line 1, column 4: it is not JSON")]
    [InlineData("{\"a\":1,}", "line 1, column 8: it is not JSON")]
    [InlineData("{\n \"a\": \"\\ud800\"}", "line 2, column 7: a text is not valid Unicode: write it again in UTF-8")]
    [InlineData("{\"\\udc00\": 1}", "line 1, column 2: a text is not valid Unicode")]
    [InlineData("[1e999]", "line 1, column 2: a number is too large: put it in quotes")]
    public void Read_Fault_NamesThePlaceAndTheRule(string text, string expected)
    {
        Assert.Contains(expected, FaultOf(text, ReadLimits.Kubeconfig), StringComparison.Ordinal);
        Assert.Null(JsonReader.TryReadObject(text));
    }

    [Fact]
    public void Read_EqualKeysOfAManifest_AreRefused() => Assert.Contains(
        "line 1, column 8: a key stands twice: keep one of them",
        FaultOf("""{"a":1,"a":2}""", ReadLimits.Manifest),
        StringComparison.Ordinal);

    [Fact]
    public void Read_InvalidUtf8_IsAReadException() =>
        Assert.Throws<ReadException>(() => JsonReader.Read([(byte)'"', 0xFF, (byte)'"'], ReadLimits.Answer));

    [Theory]
    [MemberData(nameof(Both))]
    public void Read_TooDeep_IsAReadException(bool equalKeys)
    {
        var deep = new string('[', 300) + new string(']', 300);
        var text = equalKeys ? $$"""{"a":1,"a":{{deep}}}""" : deep;

        Assert.Throws<ReadException>(() => JsonReader.Read(text, ReadLimits.Answer));
    }

    [Fact]
    public void Read_TooManyValues_IsRefused() => Assert.Contains(
        "there are more than 150000 values: split the text",
        FaultOf($"[{string.Join(',', Enumerable.Repeat(1, 150_000))}]", ReadLimits.Manifest),
        StringComparison.Ordinal);

    [Fact]
    public void TryReadObject_AnyBytes_NeverThrowsNorLater()
    {
        var sound = Encoding.UTF8.GetBytes("""{"kind":"Status","a":[1,{"b":"x\u00e9","a":null}],"a":2}""");
        for (var at = 0; at < sound.Length; at++)
        {
            foreach (var value in (byte[])[0, (byte)'"', (byte)'\\', (byte)'{', (byte)'u', 0xC3, 0xFF])
            {
                byte[] changed = [.. sound];
                changed[at] = value;
                _ = JsonReader.TryReadObject(changed)?.ToJsonString();
            }
        }

        Assert.Equal("""{"kind":"Status","a":2}""", JsonReader.TryReadObject(sound)?.ToJsonString());
    }

    private static string FaultOf(string text, ReadLimits limits) =>
        Assert.Throws<ReadException>(() => JsonReader.Read(text, limits)).Message;
}
