using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Adapter.Registration;

/// <summary>Ids that are the same for the same thing, whoever makes them and when.</summary>
internal static class StableId
{
    private const int Length = 16;

    /// <summary>A UUID of version 8, made of what the thing is called.</summary>
    public static string Of(params IEnumerable<string> names)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names))).AsSpan(0, Length);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
