using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Reading;
using NsmPS.Kubernetes.Writing;

namespace NsmPS.Core.Tests.Kubernetes.Writing;

public class YamlWriterTests
{
    [Theory]
    [InlineData("""{"a":"true","b":"1","c":"null","d":"","e":"yes","f":"1:2","g":"0x1"}""")]
    [InlineData("""{"h":"0400","i":"<<","j":"2001-01-01","k":"1_0","l":".5","m":"=","n":"y"}""")]
    [InlineData("""{"a":"one\ntwo\n","b":"- x","c":"k: v","d":"# no","e":"*x","f":"a\tb","g":" lead"}""")]
    [InlineData("""{"a":{},"b":[],"c":[{"d":[1,2.5,true,null]}]}""")]
    [InlineData("""{"<<":{"a":1},"yes":1,"0400":2,"":3,"~":4}""")]
    public void Write_AnyValue_ReadsBackTheSame(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();

        var text = YamlWriter.Write([document, document]);

        Assert.All(DocumentReader.ReadAll(text, ReadLimits.Manifest), read => Assert.True(JsonNode.DeepEquals(document, read), text));
    }
}
