using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class ProtobufTests
{
    // What kubectl create namespace sends: the magic, the envelope, and a Namespace with a name and one label.
    private static readonly byte[] s_namespace =
        [.. "k8s\0"u8, 10, 15, 10, 2, .. "v1"u8, 18, 9, .. "Namespace"u8, 18, 15, 10, 13, 10, 2, .. "t1"u8, 18, 0, 90, 5, 10, 1, .. "l"u8, 18, 0];

    [Fact]
    public void Read_Namespace_HasItsNameAndLabel()
    {
        Assert.Equal("""{"metadata":{"name":"t1","labels":{"l":""}},"apiVersion":"v1","kind":"Namespace"}""", Protobuf.Read(s_namespace).ToJsonString());
    }

    [Fact]
    public void Read_CutOff_IsRefused()
    {
        // Where the envelope's first field ends, the message is whole, if empty.
        const int FirstField = 21;
        for (int length = FirstField + 1; length < s_namespace.Length; length++)
        {
            Assert.InRange(Assert.Throws<ApiException>(() => Protobuf.Read(s_namespace.AsSpan(0, length))).Code, 400, 415);
        }
    }
}
