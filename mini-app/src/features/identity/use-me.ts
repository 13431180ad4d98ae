import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/bff.ts';
import { zaloAccessToken, zaloPhoneToken } from '../../zalo/zalo-host.ts';

/** Never persisted: it holds a name. */
const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => api('GET /v1/me'), staleTime: 300_000 });

export const useMe = () => useQuery(meQuery);

/** Opens Zalo's sheet, then lets our server exchange the token. @throws ZaloError when the citizen refuses */
export function useSharePhone() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const phoneToken = await zaloPhoneToken();
      return api('PUT /v1/me/phone', { body: { zaloAccessToken: await zaloAccessToken(), phoneToken } });
    },
    onSuccess: ({ releasedPhone: _, ...me }) => client.setQueryData(meQuery.queryKey, me),
  });
}

/** "Huỳnh Thị Thu Hà" → "Thu Hà": how one greets. */
export const givenName = (name: string) => name.trim().split(/\s+/).slice(-2).join(' ');
