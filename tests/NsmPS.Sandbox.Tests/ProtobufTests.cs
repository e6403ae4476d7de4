using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class ProtobufTests
{
    // What kubectl create namespace sends: the magic, the envelope, and a Namespace with a name and one label.
    private static readonly byte[] s_namespace =
        [.. "k8s\0"u8, 10, 15, 10, 2, .. "v1"u8, 18, 9, .. "Namespace"u8, 18, 15, 10, 13, 10, 2, .. "t1"u8, 18, 0, 90, 5, 10, 1,
            .. "l"u8, 18, 0];

    [Fact]
    public void Read_Namespace_HasItsNameAndLabel()
    {
        Assert.Equal("""{"metadata":{"name":"t1","labels":{"l":""}},"apiVersion":"v1","kind":"Namespace"}""",
            Protobuf.Read(s_namespace).ToJsonString());
    }

    [Fact]
    public void Read_Service_HasItsPorts()
    {
        byte[] port = [.. Part(1, "http"u8), .. Part(2, "TCP"u8), 24, 80, .. Part(4, [8, 0, 16, 0x90, 0x3f])];
        byte[] named = [24, 53, .. Part(4, [8, 1, .. Part(3, "dns"u8)])];
        byte[] service = [.. Part(1, Part(1, "web"u8)),
            .. Part(2, [.. Part(1, port), .. Part(1, named), .. Part(2, [.. Part(1, "app"u8), .. Part(2, "web"u8)])])];

        Assert.Equal(
            """{"metadata":{"name":"web"},"spec":{"ports":[{"name":"http","protocol":"TCP","port":80,"targetPort":8080}"""
            + """,{"port":53,"targetPort":"dns"}],"selector":{"app":"web"}},"apiVersion":"v1","kind":"Service"}""",
            Protobuf.Read(Envelope("v1"u8, "Service"u8, service)).ToJsonString());
    }

    [Fact]
    public void Read_Role_HasItsRules()
    {
        byte[] role = [.. Part(1, Part(1, "r"u8)),
            .. Part(2, [.. Part(1, "get"u8), .. Part(1, "list"u8), .. Part(2, ""u8), .. Part(3, "pods"u8)])];

        Assert.Equal(
            """{"metadata":{"name":"r"},"rules":[{"verbs":["get","list"],"apiGroups":[""],"resources":["pods"]}]"""
            + ""","apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role"}""",
            Protobuf.Read(Envelope("rbac.authorization.k8s.io/v1"u8, "Role"u8, role)).ToJsonString());
    }

    [Fact]
    public void Read_DeleteOptions_HasTheGracePeriod()
    {
        byte[] options = [8, 5, .. Part(4, "Orphan"u8)];

        Assert.Equal("""{"gracePeriodSeconds":5,"propagationPolicy":"Orphan","apiVersion":"v1","kind":"DeleteOptions"}""",
            Protobuf.Read(Envelope("v1"u8, "DeleteOptions"u8, options)).ToJsonString());
    }

    [Fact]
    public void Read_CutOff_IsRefused()
    {
        // Where the envelope's first field ends, the message is whole, if empty.
        const int FirstField = 21;
        for (var length = FirstField + 1; length < s_namespace.Length; length++)
        {
            Assert.InRange(Assert.Throws<ApiException>(() => Protobuf.Read(s_namespace.AsSpan(0, length))).Code, 400, 415);
        }
    }

    private static byte[] Envelope(ReadOnlySpan<byte> version, ReadOnlySpan<byte> kind, byte[] item) =>
        [.. "k8s\0"u8, .. Part(1, [.. Part(1, version), .. Part(2, kind)]), .. Part(2, item)];

    /// <summary>A field with content of less than 128 bytes.</summary>
    private static byte[] Part(int field, ReadOnlySpan<byte> content) =>
        [(byte)((field << 3) | 2), checked((byte)content.Length), .. content];
}
