using System.Buffers;
using System.Text;
using System.Text.Json;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Core.Tests.Kubernetes.Reading;

public sealed class PartFilterTests
{
    [Theory]
    [InlineData("""{"a":1,"b":{"c":2,"d":3}}""", "x", """{"a":1,"b":{"c":2,"d":3}}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", "a", """{"b":2,"c":3}""")]
    [InlineData("""{"a":1,"b":2,"c":3}""", "b", """{"a":1,"c":3}""")]
    [InlineData("""{ "a" : 1 , "b" : [ {"x":1} ] }""", "a,b", "{}")]
    [InlineData("""{"a":{"b":{"c":1}},"d":"a.b"}""", "a.b", """{"a":{},"d":"a.b"}""")]
    [InlineData("""{"l":[{"x":1,"y":[1,2]},{"y":{}},7,[]],"y":3}""", "l.y", """{"l":[{"x":1},{},7,[]],"y":3}""")]
    [InlineData("""{"l":[],"s":"\"a\":\u00e9"}""", "l.y,a", """{"l":[],"s":"\"a\":\u00e9"}""")]
    [InlineData("""{"a":5,"b":null}""", "a.x,b.x", """{"a":5,"b":null}""")]
    [InlineData("""{"\u0061":1,"b":2}""", "a", """{"b":2}""")]
    public void Copy_Object_LeavesOutWhatPathsName(string json, string paths, string expected) =>
        Assert.Equal(expected, Copy(PartFilter.Without(paths.Split(',')), json).Replace(" ", "", StringComparison.Ordinal));

    [Fact]
    public void Copy_NoJson_IsRefused() =>
        Assert.ThrowsAny<JsonException>(() => Copy(PartFilter.Without("a"), """{"b":1,"a":[}"""));

    [Fact]
    public void OfChecks_Pod_KeepsWhoWroteInitContainersAndVolumes()
    {
        const string Pod = """
            {"metadata":{"name":"p","managedFields":[{"manager":"m","fieldsV1":{"f:metadata":{"f:labels":{}},
            "f:spec":{"f:containers":{"k:{\"name\":\"c\"}":{}},"f:initContainers":{"k:{\"name\":\"wait\"}":{}}}}}]},
            "spec":{"volumes":[{"name":"v"}],"containers":[{"name":"c","env":[],"volumeMounts":[1],"resources":{}}],"tolerations":[1]}}
            """;

        Assert.Equal(
            """{"metadata":{"name":"p","managedFields":[{"fieldsV1":{"f:spec":{"f:initContainers":{"k:"""
                + """{\"name\":\"wait\"}":{}}}}}]},"""
                + """ "spec":{"volumes":[{"name":"v"}],"containers":[{"name":"c","env":[],"resources":{}}]}}""".Trim(),
            Copy(UnreadParts.OfChecks, Pod).Replace("\n", "", StringComparison.Ordinal));
    }

    private static string Copy(PartFilter filter, string json)
    {
        var output = new ArrayBufferWriter<byte>();
        filter.Copy(Encoding.UTF8.GetBytes(json), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
